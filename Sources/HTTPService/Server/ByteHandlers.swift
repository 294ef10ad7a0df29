import NIOCore

/// Stands beside the socket, so that a connection can be closed without a word to anybody.
final class SocketSide: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }
}

/// Stands before the parser of HTTP/1 and sees that something arrives.
final class ArrivalWatch: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.noteBytes()
        context.fireChannelRead(data)
    }
}
