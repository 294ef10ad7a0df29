package import DatabaseAddress
package import Inspector
import MigrationModel

/// Reads an SQLite database file, which it opens for each reading: a file that was replaced is seen.
///
/// It never writes, creates no file and leaves none behind.
package actor SQLiteReader: DatabaseReader {
    private let file: DatabaseFile
    private let lane = BlockingLane(label: "sqlite")
    private var last: Definitions?

    package init(_ address: SQLiteAddress) {
        file = DatabaseFile(path: address.path)
    }

    /// No connection is kept between readings.
    package func close() {}

    package func read(_ request: ReadingRequest) async throws(ReadError) -> DatabaseReading {
        let answer = await lane.run(limit: request.limit) { [file, last] in
            Result { () throws(ReadError) in try file.read(request, known: last) }
        }
        guard let answer else { throw .timedOut(after: request.limit, during: "reading \(file.path)") }
        let (reading, definitions) = try answer.get()
        last = definitions
        return reading
    }
}
