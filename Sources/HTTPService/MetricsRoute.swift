import Exposition
import Gzip
import Hummingbird
import Inspector
import Synchronization

/// `GET /metrics`, in the format and in the coding that the scraper prefers.
final class MetricsRoute: Sendable {
    private let answers: Answers
    /// The newest page of each format, packed: it changes with a sample, and once a second with the process's figures.
    private let packed = Mutex<[MetricsFormat: (page: String, bytes: ByteBuffer)]>([:])

    init(_ answers: Answers) {
        self.answers = answers
    }

    func respond(to request: Request) -> Response {
        let format = MetricsFormat(accept: request.headers[.accept])
        let metrics = answers.body("metrics \(format)") { views, snapshot in
            Answer(
                MetricsText.body(
                    format, of: views, configuration: snapshot.configuration, startedAt: answers.startedAt))
        }
        let page = metrics.text + answers.processPage(format)
        guard request.acceptsGzip, let bytes = pack(page, format) else {
            var response = Response(text: page, type: format.contentType)
            response.headers[.vary] = Self.choice
            return response
        }
        var response = Response(bytes: bytes, type: format.contentType)
        response.headers[.contentEncoding] = "gzip"
        response.headers[.vary] = Self.choice
        return response
    }

    /// What the answer depends on beside the path.
    private static let choice = "Accept, Accept-Encoding"

    private func pack(_ page: String, _ format: MetricsFormat) -> ByteBuffer? {
        if let last = packed.withLock({ $0[format] }), last.page == page { return last.bytes }
        guard let bytes = gzipped(Array(page.utf8)).map({ ByteBuffer(bytes: $0) }) else { return nil }
        packed.withLock { $0[format] = (page, bytes) }
        return bytes
    }
}

extension Request {
    /// Whether the client takes gzip, and likes it no less than plain text (RFC 9110, section 12.5.3).
    fileprivate var acceptsGzip: Bool {
        let codings = headers[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.map { AcceptedType($0) }
        func quality(of name: String) -> Double? { codings.first { $0.name == name }?.quality }
        let gzip = quality(of: "gzip") ?? quality(of: "x-gzip") ?? quality(of: "*") ?? 0
        return gzip > 0 && gzip >= quality(of: "identity") ?? 0
    }
}
