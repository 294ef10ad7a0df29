import NIOCore
import NIOHTTP1

/// Stands between a client of HTTP/1 and the routes: refuses what is malformed or too large, ends the connection where it
/// is to end, and notes who waits for whom.
final class HTTP1Guard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// As many requests may wait for their answers.
    private static let mostAtOnce = 200

    private let connection: Connection
    private let limits: ConnectionLimits
    private let errorBody: @Sendable (String) -> String

    /// Of the requests that were let through and have no answer yet: whether another may follow on the connection.
    private var keepsAlive = CircularBuffer<Bool>()
    private var bodySize = 0
    /// Whether a request was let through whose end has not come.
    private var isInRequest = false
    /// What is said when all that was asked before is answered. Nothing is listened to any more.
    private var refusal: Refusal?
    private var isParting = false

    init(_ connection: Connection, _ limits: ConnectionLimits, errorBody: @escaping @Sendable (String) -> String) {
        self.connection = connection
        self.limits = limits
        self.errorBody = errorBody
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard refusal == nil, !isParting else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if let refusal = Refusal(of: head, limits) { return refuse(refusal, context) }
            // At its end a connection is read out, whatever we still have to answer.
            if keepsAlive.count >= Self.mostAtOnce {
                isParting = true
                return connection.hangUpHere()
            }
            bodySize = 0
            isInRequest = true
            keepsAlive.append(head.mayBeFollowed)
            connection.noteRequest()
            context.fireChannelRead(data)
        case .body(let body):
            // The part that is too much is let through, so that whoever reads it sees that it is.
            guard bodySize <= limits.bodySize else { return }
            bodySize += body.readableBytes
            context.fireChannelRead(data)
            if bodySize > limits.bodySize { endAfterThis(context) }
        case .end:
            isInRequest = false
            connection.noteRequestIsWhole()
            context.fireChannelRead(data)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let refusal = Refusal(error), self.refusal == nil, !isParting else {
            return context.fireErrorCaught(error)
        }
        // Whoever reads a body has to learn that it never ends.
        if isInRequest { return context.fireErrorCaught(error) }
        refuse(refusal, context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200 && keepsAlive.first == false:
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let mayBeFollowed = keepsAlive.popFirst() ?? false
            let taken = promise ?? context.eventLoop.makePromise()
            connection.noteAnswer()
            taken.futureResult.whenComplete { [connection] _ in connection.noteAnswerIsTaken() }
            context.write(data, promise: taken)
            if !mayBeFollowed {
                part(context)
            } else if let refusal, keepsAlive.isEmpty {
                say(refusal, context)
            }
        default: context.write(data, promise: promise)
        }
    }

    /// Nothing may follow the newest request; where it has its answer already, that was all.
    private func endAfterThis(_ context: ChannelHandlerContext) {
        if keepsAlive.isEmpty { return part(context) }
        keepsAlive[keepsAlive.index(before: keepsAlive.endIndex)] = false
    }

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        self.refusal = refusal
        if keepsAlive.isEmpty { say(refusal, context) }
    }

    private func say(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        let body = context.channel.allocator.buffer(string: errorBody(refusal.reason))
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Length": String(body.readableBytes),
            "Cache-Control": "no-store", "Connection": "close",
        ]
        let head = HTTPResponseHead(version: .http1_1, status: refusal.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        part(context)
    }

    /// Says that nothing comes any more, and waits a moment for the client: closed at once, a client that still sends would
    /// lose the answer.
    private func part(_ context: ChannelHandlerContext) {
        guard !isParting else { return }
        isParting = true
        connection.noteParting()
        context.flush()
        context.close(mode: .output, promise: nil)
    }
}

extension HTTPRequestHead {
    /// Whether the client means to send another request. After an upgrade or a tunnel there would be no HTTP.
    fileprivate var mayBeFollowed: Bool {
        isKeepAlive && method != .CONNECT
            && !headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }
}
