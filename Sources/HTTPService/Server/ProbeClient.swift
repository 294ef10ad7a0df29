import Glibc
import Inspector
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks an exporter for one path, as a probe does.
package struct ProbeClient {
    package struct Answer: Sendable {
        package let status: Int
        package let body: String

        package var isGood: Bool { (200..<300).contains(status) }
    }

    private typealias Wire = NIOAsyncChannel<HTTPClientResponsePart, HTTPPart<HTTPRequestHead, IOData>>

    private let address: ListenAddress
    private let isTLS: Bool

    /// - `isTLS`: whether it speaks TLS. Its certificate is not checked: this asks who is here, and tells no secret.
    package init(asking address: ListenAddress, isTLS: Bool) {
        self.address = address
        self.isTLS = isTLS
    }

    /// The answer to `GET path`; throws where none came within the limit.
    package func get(_ path: String, within limit: Duration) async throws(NoAnswer) -> Answer {
        do {
            return try await race(
                { try await ask(path) },
                {
                    try await Task.sleep(for: limit)
                    throw NoAnswer.late
                })
        } catch {
            throw NoAnswer(error, isTLS: isTLS)
        }
    }

    private func ask(_ path: String) async throws -> Answer {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            let headers: HTTPHeaders = [
                "Host": address.hostAndPort ?? "localhost", "User-Agent": "migration-exporter-probe",
                "Connection": "close",
            ]
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
            // At once: whoever has the headers may have answered and hung up before the end is written.
            try await outbound.write(contentsOf: [.head(head), .end(nil)])
            var status: Int?
            var body = ByteBuffer()
            for try await part in inbound {
                switch part {
                case .head(let head): status = Int(head.status.code)
                case .body(var piece): body.writeBuffer(&piece)
                case .end: return Answer(status: status ?? 0, body: String(buffer: body))
                }
            }
            throw HTTPParserError.closedConnection
        }
    }

    private func connect() async throws -> Wire {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        let context = isTLS ? try NIOSSLContext(configuration: configuration) : nil
        let setUp: @Sendable (any Channel) -> EventLoopFuture<Wire> = { channel in
            channel.eventLoop.makeCompletedFuture {
                if let context {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: nil))
                }
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try Wire(wrappingChannelSynchronously: channel)
            }
        }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        switch address {
        case .tcp(let host, let port):
            return try await bootstrap.connect(host: host, port: port, channelInitializer: setUp)
        case .unix(let path):
            return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: setUp)
        case .inherited: throw IOError(errnoCode: EBADF, reason: "connect")
        }
    }
}
