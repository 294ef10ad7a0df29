import NIOHTTP1

/// Why a request is not even looked at. The connection ends with it: what follows cannot be told apart any more.
struct Refusal: Error, Equatable {
    let status: HTTPResponseStatus
    let reason: String

    static let malformed = Refusal(status: .badRequest, reason: "This is no HTTP request.")
    static let headersTooLarge = Refusal(
        status: .requestHeaderFieldsTooLarge, reason: "The headers are longer than --web.max-header-size allows.")
    static let bodyTooLarge = Refusal(
        status: .payloadTooLarge, reason: "The body is longer than --web.max-body-size allows.")

    init(status: HTTPResponseStatus, reason: String) {
        self.status = status
        self.reason = reason
    }

    /// What the parser stumbled over; `nil` where that was something else.
    init?(_ error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: self = .headersTooLarge
        case is HTTPParserError: self = .malformed
        default: return nil
        }
    }

    /// Whatever could be read in two ways, by us and by a proxy before us, is refused (RFC 9112, sections 3.2, 6.1 and
    /// 11.2).
    init?(of head: HTTPRequestHead, _ limits: ConnectionLimits) {
        let hosts = head.headers["host"]
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        if hosts.count > 1 || (hosts.isEmpty && head.version == .http1_1) {
            self.init(status: .badRequest, reason: "The request must have one Host.")
        } else if lengths.count + codings.count > 1 {
            self.init(status: .badRequest, reason: "The request says more than once where its body ends.")
        } else if let coding = codings.first, coding != "chunked" || head.version != .http1_1 {
            self.init(status: .notImplemented, reason: "The only transfer coding that is known is chunked.")
        } else if let length = lengths.first, Int(length).map({ $0 > limits.bodySize }) ?? true {
            self = .bodyTooLarge
        } else {
            return nil
        }
    }
}
