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

    /// Of the requests that were let through and have no answer yet: what may follow on the connection.
    private var following = CircularBuffer<Following>()
    private var bodySize = 0
    /// Whether a request was let through whose end has not come.
    private var isInRequest = false
    /// What is said when all that was asked before is answered. Nothing is listened to any more.
    private var refusal: Refusal?
    /// Why the newest request has no end.
    private var breach: Refusal?
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
            if following.count >= Self.mostAtOnce {
                isParting = true
                return connection.hangUpHere()
            }
            bodySize = 0
            isInRequest = true
            following.append(head.following)
            connection.noteRequest()
            if head.waitsForContinue, following.count == 1 { sayContinue(context) }
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
        if isInRequest {
            breach = refusal
            return context.fireErrorCaught(error)
        }
        refuse(refusal, context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            if let word = following.first?.word { head.headers.replaceOrAdd(name: "Connection", value: word) }
            // What was waiting for the end of the body says nothing of it.
            if let breach, head.headers.first(name: "Content-Length") == "0" {
                return write(breach, head.headers, context, promise)
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let mayBeFollowed = following.popFirst().map { $0 != .nothing } ?? false
            let taken = promise ?? context.eventLoop.makePromise()
            connection.noteAnswer()
            taken.futureResult.whenComplete { [connection] _ in connection.noteAnswerIsTaken() }
            context.write(data, promise: taken)
            if !mayBeFollowed {
                part(context)
            } else if let refusal, following.isEmpty {
                say(refusal, context)
            }
        default: context.write(data, promise: promise)
        }
    }

    /// Nothing may follow the newest request; where it has its answer already, that was all.
    private func endAfterThis(_ context: ChannelHandlerContext) {
        if following.isEmpty { return part(context) }
        following[following.index(before: following.endIndex)] = .nothing
    }

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        self.refusal = refusal
        if following.isEmpty { say(refusal, context) }
    }

    private func sayContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    private func say(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        write(refusal, ["Connection": "close"], context)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        part(context)
    }

    private func write(
        _ refusal: Refusal, _ headers: HTTPHeaders, _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>? = nil
    ) {
        let body = context.channel.allocator.buffer(string: errorBody(refusal.reason))
        var head = HTTPResponseHead(version: .http1_1, status: refusal.status, headers: headers)
        head.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        head.headers.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes))
        head.headers.replaceOrAdd(name: "Cache-Control", value: "no-store")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: promise)
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

/// What follows a request on its connection.
private enum Following {
    case nothing
    case requests
    /// Where the answer says so: the client is an old one, for which that is the exception.
    case requestsIfSaid

    /// What the answer says of it, where it must.
    var word: String? {
        switch self {
        case .nothing: "close"
        case .requests: nil
        case .requestsIfSaid: "keep-alive"
        }
    }
}

extension HTTPRequestHead {
    /// Whether the client means to send another request. After an upgrade or a tunnel there would be no HTTP.
    fileprivate var following: Following {
        let isLast =
            !isKeepAlive || method == .CONNECT
            || headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
        return isLast ? .nothing : version == .http1_0 ? .requestsIfSaid : .requests
    }

    /// Whether the client sends no body before it is told to (RFC 9110, section 10.1.1).
    fileprivate var waitsForContinue: Bool {
        version == .http1_1 && headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }
}
