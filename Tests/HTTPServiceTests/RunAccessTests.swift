import Testing

@testable import HTTPService

@Suite("Who may ask for runs")
struct RunAccessTests {
    @Test(arguments: [
        ("Bearer 0123456789abcdef", "deployer"), ("bearer fedcba9876543210", "second"),
        ("Bearer 0123456789abcde", nil), ("Bearer 0123456789abcdef0", nil), ("Bearer 0123456789abcdeF", nil),
        ("Bearer 0123456789abcdef0123456789abcdef", nil), ("Basic 0123456789abcdef", nil), ("0123456789abcdef", nil),
        ("Bearer ", nil), ("Bearer", nil), ("", nil), (nil, nil),
    ])
    func `is whoever shows a whole token`(authorization: String?, name: String?) {
        let access = RunAccess(
            tokens: [
                RunAccess.Token(name: "deployer") { "0123456789abcdef" },
                RunAccess.Token(name: "second") { "fedcba9876543210" },
            ], refusal: nil)
        #expect(access.caller(showing: authorization) == name)
    }
}
