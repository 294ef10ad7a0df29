import Glibc
import Logging
import NIOCore
import NIOPosix

/// One address that is listened on.
struct Listener: Sendable {
    /// The one that it really is, where any port would have done.
    let address: ListenAddress
    private let channel: NIOAsyncChannel<ConnectionSetup.Session, Never>

    /// Listens on all of them, or on none and says why.
    static func open(_ addresses: [ListenAddress], _ setup: ConnectionSetup) async throws -> [Listener] {
        var listeners: [Listener] = []
        for address in addresses {
            do {
                listeners.append(try await Listener(address, setup))
            } catch {
                for listener in listeners { listener.close() }
                throw error
            }
        }
        return listeners
    }

    private init(_ wanted: ListenAddress, _ setup: ConnectionSetup) async throws {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // What is read at once is parsed at once: more than this would let a client fill the memory with requests that
            // it does not wait for the answers of.
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 1_024, maximum: 4_096)
            )
            .childChannelOption(.maxMessagesPerRead, value: 1)
        do {
            switch wanted {
            case .tcp(let host, let port):
                channel = try await bootstrap.bind(host: ListenAddress.hostToBind(host), port: port) { setup.begin($0) }
                address = .tcp(host: host, port: channel.channel.localAddress?.port ?? port)
            case .unix(let path):
                if isListenedOn(path) { throw CannotListen(address: wanted, errorNumber: EADDRINUSE) }
                channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) {
                    setup.begin($0)
                }
                address = wanted
            case .inherited(let descriptor):
                // Neither Alembic nor anybody else whom we start may listen there.
                guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
                    throw CannotListen(address: wanted, errorNumber: errno)
                }
                channel = try await bootstrap.bind(descriptor) { setup.begin($0) }
                address = ListenAddress(channel.channel.localAddress) ?? wanted
            }
        } catch let error as IOError {
            throw CannotListen(address: wanted, errorNumber: error.errnoCode)
        } catch is SocketAddressError.UnknownHost {
            throw CannotListen(unknownHost: wanted)
        } catch is UnixDomainSocketPathWrongType {
            throw CannotListen(address: wanted, errorNumber: EEXIST)
        }
    }

    /// Answers on each connection that comes in, until the listener is closed and the last connection has ended.
    func serve(_ setup: ConnectionSetup, _ logger: Logger) async {
        await withDiscardingTaskGroup { group in
            do {
                try await channel.executeThenClose { sessions in
                    for try await session in sessions {
                        // A child for each connection: a slow client holds up nobody, and the group outlives none.
                        group.addTask { await setup.serve(session) }
                    }
                }
            } catch {
                logger.error("no longer listening", metadata: ["address": "\(address)", "reason": "\(error)"])
            }
        }
    }

    /// With it goes the file of a Unix socket that was made here. Nobody touches it later: it may be somebody else's then.
    func close() { channel.channel.close(promise: nil) }
}

/// Whether somebody accepts connections on this socket: a file alone may be one that was left.
private func isListenedOn(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard let address = try? SocketAddress(unixDomainSocketPath: path) else { return false }
    return address.withSockAddr { pointer, length in connect(descriptor, pointer, socklen_t(length)) == 0 }
}

extension ListenAddress {
    fileprivate init?(_ address: SocketAddress?) {
        switch address {
        case .unixDomainSocket:
            guard let path = address?.pathname else { return nil }
            self = .unix(path: path)
        case .v4, .v6:
            guard let host = address?.ipAddress, let port = address?.port else { return nil }
            self = .tcp(host: host, port: port)
        case nil: return nil
        }
    }
}
