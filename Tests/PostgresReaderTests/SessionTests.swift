import DatabaseAddress
import Dispatch
import Inspector
import PostgresSession
import TestSupport
import Testing

@Suite("A session with PostgreSQL", .timeLimit(.minutes(2)))
struct SessionTests {
    @Test(arguments: [
        "SELECT 'too late', pg_advisory_lock(1)", "DO $$BEGIN PERFORM pg_advisory_lock(1); RAISE 'too late'; END$$",
    ])
    func `answers the next question after one that nobody waits for any more`(first: String) async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        guard case .postgresql(let address) = try DatabaseAddress(database.url()) else {
            throw ToolError("no PostgreSQL: \(database.url())")
        }
        let holder = try database.session()
        try await holder.run("SELECT pg_advisory_lock(1)")
        let deadline = Deadline(after: .seconds(50))
        let session = try await Session.open(
            address, as: "asked twice", lane: BlockingLane(label: "connecting"), queue: DispatchQueue(label: "socket"),
            deadline: deadline)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: PostgresError.cancelled) { try await session.run(first, deadline: deadline) }
            }
            let event =
                "SELECT wait_event FROM pg_stat_activity WHERE application_name = 'asked twice' "
                + "AND datname = current_database()"
            while try await database.sql(event) != "advisory" { try await Task.sleep(for: .milliseconds(20)) }
            group.cancelAll()
        }
        holder.close()
        let answers = try await session.run("SELECT 'in time'", deadline: deadline)
        #expect(answers.map { $0.map { $0.map { $0?.text } } } == [[["in time"]]])
    }
}
