import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Does for a stream of HTTP/2 what `HTTP1Guard` does for a connection.
final class StreamGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connections: Connections
    /// This stream, and the connection that it is part of.
    private var stream: Connection?
    private var connection: Connection?
    private var bodySize = 0
    private var isOwed = false

    init(_ connections: Connections) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let side = try? context.channel.parent?.pipeline.syncOperations.handler(type: SocketSide.self)
        connection = side?.connection
        stream = connections.admit(stream: context.channel)
        stream?.noteBytes()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A stream that the client gave up is owed nothing.
        settle()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isOwed = true
            stream?.noteRequest()
            connection?.noteRequest()
        case .body(let body):
            // The part that is too much is let through, so that whoever reads it sees that it is.
            guard bodySize <= connections.limits.bodySize else { return }
            bodySize += body.readableBytes
        case .end: stream?.noteRequestIsWhole()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let taken = promise ?? context.eventLoop.makePromise()
        stream?.noteAnswer()
        settle()
        taken.futureResult.whenComplete { [stream] _ in stream?.noteAnswerIsTaken() }
        context.write(data, promise: taken)
    }

    /// For the connection a stream that has its answer is over: whether it takes it is the stream's affair.
    private func settle() {
        guard isOwed else { return }
        isOwed = false
        connection?.noteAnswer()
        connection?.noteAnswerIsTaken()
    }
}
