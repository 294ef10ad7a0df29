import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTPTypes
import NIOTLS

/// What a connection becomes: HTTP/1.1 or HTTP/2, encrypted where the rules say so at the moment it comes in.
struct ConnectionSetup: Sendable {
    enum Session: Sendable {
        case http1(HTTP1Pipeline.Value)
        case negotiating(EventLoopFuture<Session>)
        case http2(HTTP2Channel.Value)
        /// There was no place for it.
        case refused
    }

    private let connections: Connections
    private let control: AccessControl
    private let http1: HTTP1Pipeline
    private let http2: HTTP2Channel
    private let logger: Logger
    private let libraries: Logger

    init(
        _ connections: Connections, _ control: AccessControl, logger: Logger,
        errorBody: @escaping @Sendable (String) -> String, responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.connections = connections
        self.control = control
        self.logger = logger
        libraries = logger.quiet
        http1 = HTTP1Pipeline(responder: responder, limits: connections.limits, errorBody: errorBody)
        http2 = HTTP2Channel(
            responder: responder,
            configuration: .init(
                streamConfiguration: .init(additionalChannelHandlers: [StreamGuard(connections, errorBody: errorBody)]))
        )
    }

    /// On the connection's event loop, before anything is read.
    func begin(_ channel: any Channel) -> EventLoopFuture<Session> {
        guard let connection = connections.admit(channel) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeSucceededFuture(.refused)
        }
        let (http1, http2, logger) = (http1, http2, libraries)
        let tls = control.rules.tls
        return channel.eventLoop.makeCompletedFuture { () throws -> EventLoopFuture<Session> in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(SocketSide(connection))
            guard let tls else { return http1.setup(channel: channel, logger: logger).map { .http1($0) } }
            try pipeline.addHandler(tls.makeHandler())
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Session> { result in
                if case .negotiated("h2") = result {
                    http2.setup(channel: channel, logger: logger).map { .http2($0) }
                } else {
                    http1.setup(channel: channel, logger: logger).map { .http1($0) }
                }
            }
            try pipeline.addHandler(negotiation)
            return channel.eventLoop.makeSucceededFuture(.negotiating(negotiation.protocolNegotiationResult))
        }.flatMap { $0 }
    }

    /// Answers on the connection until it ends.
    func serve(_ session: Session) async {
        switch session {
        case .http1(let channel): await http1.handle(value: channel, logger: libraries)
        case .http2(let channel): await http2.handle(value: channel, logger: libraries)
        case .refused: return
        case .negotiating(let result):
            do {
                await serve(try await result.get())
            } catch {
                // A client that speaks no TLS, or shows no good certificate: its affair, and everyday on open ports.
                logger.debug("no connection", metadata: ["reason": "\(error)"])
            }
        }
    }
}
