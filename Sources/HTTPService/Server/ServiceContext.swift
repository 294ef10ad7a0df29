package import Hummingbird
package import NIOCore

/// What a handler knows beside the request.
package struct ServiceContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who sent it, for the audit.
    package let remoteAddress: SocketAddress?
    /// Whether the caller may see more than that all is well or not.
    var seesDetails = true

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
