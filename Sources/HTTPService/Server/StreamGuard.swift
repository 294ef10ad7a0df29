import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Does for a stream of HTTP/2 what `HTTP1Guard` does for a connection.
final class StreamGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connections: Connections
    private let errorBody: @Sendable (String) -> String
    /// This stream, and the connection that it is part of.
    private var stream: Connection?
    private var connection: Connection?
    private var bodySize = 0
    private var isOwed = false
    /// Whether the request was answered here. Nothing is listened to any more.
    private var isRefused = false

    init(_ connections: Connections, errorBody: @escaping @Sendable (String) -> String) {
        self.connections = connections
        self.errorBody = errorBody
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
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            isOwed = true
            stream?.noteRequest()
            connection?.noteRequest()
            if head.size > connections.limits.headerSize { return refuse(.headersTooLarge, context) }
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

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        isRefused = true
        let body = context.channel.allocator.buffer(string: errorBody(refusal.reason))
        let head = HTTPResponse(
            status: .init(code: Int(refusal.status.code)),
            headerFields: [
                .contentType: "application/json", .contentLength: String(body.readableBytes), .cacheControl: "no-store",
            ])
        write(context: context, data: wrapOutboundOut(.head(head)), promise: nil)
        write(context: context, data: wrapOutboundOut(.body(body)), promise: nil)
        write(context: context, data: wrapOutboundOut(.end(nil)), promise: nil)
        context.flush()
    }

    /// For the connection a stream that has its answer is over: whether it takes it is the stream's affair.
    private func settle() {
        guard isOwed else { return }
        isOwed = false
        connection?.noteAnswer()
        connection?.noteAnswerIsTaken()
    }
}

extension HTTPRequest {
    /// In bytes, as HTTP/1 would write it.
    fileprivate var size: Int {
        headerFields.reduce(method.rawValue.utf8.count + (path ?? "").utf8.count + (authority ?? "").utf8.count) {
            $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4
        }
    }
}
