import FoundationEssentials
import Glibc
import Hummingbird
import Logging

// The other side of the request benchmark: one Hummingbird route that returns the bytes of a file, and does nothing else.

let arguments = CommandLine.arguments
guard arguments.count == 4, let port = Int(arguments[1]), let bytes = try? Data(contentsOf: URL(filePath: arguments[2]))
else {
    print("usage: bare-route PORT FILE CONTENT-TYPE")
    exit(64)
}

let body = ByteBuffer(bytes: bytes)
let router = Router()
router.get("/") { _, _ in
    Response(status: .ok, headers: [.contentType: arguments[3]], body: ResponseBody(byteBuffer: body))
}
var logger = Logger(label: "bare-route")
logger.logLevel = .warning
let application = Application(
    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)), logger: logger
)
try await application.runService()
