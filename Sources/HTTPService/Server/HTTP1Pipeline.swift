import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// HTTP/1.1 on one connection, encrypted or not.
struct HTTP1Pipeline: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: Responder
    let limits: ConnectionLimits
    let errorBody: @Sendable (String) -> String

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let side = try channel.pipeline.syncOperations.handler(type: SocketSide.self)
            return try setUp(channel, side.connection, logger)
        }
    }

    private func setUp(_ channel: any Channel, _ connection: Connection, _ logger: Logger) throws -> Value {
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = limits.headerSize
        decoding.maxHeaderListSize = limits.headerSize
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ArrivalWatch(connection))
        // Requests that come before the answer to the last one wait in the asynchronous channel.
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
        try pipeline.addHandler(HTTP1Guard(connection, limits, errorBody: errorBody))
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}
