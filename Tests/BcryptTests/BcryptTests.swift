import Bcrypt
import Testing

@Suite("bcrypt")
struct BcryptTests {
    @Test func `a password matches its own hash and no other`() throws {
        let hash = try #require(BcryptHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        #expect(hash.cost == 5)
        #expect(hash.matches("U*U"))
        for wrong in ["U*u", "", "U*U ", "U*U\0", "U*U\0x"] { #expect(!hash.matches(wrong), "\(wrong)") }
    }

    @Test func `a decoy costs what it says and matches nothing`() {
        for cost in [5, 10] {
            let decoy = BcryptHash.decoy(cost: cost)
            #expect(decoy.cost == cost)
            #expect(decoy != BcryptHash.decoy(cost: cost))
            #expect(!decoy.matches("U*U"))
        }
        func time(_ cost: Int) -> Duration {
            ContinuousClock().measure { _ = BcryptHash.decoy(cost: cost).matches("U*U") }
        }
        // Sixteen times the work; less than a hash would take no time at all.
        #expect(time(9) > time(5) * 4)
    }

    @Test(arguments: [
        "", "secret", "$2y$10$", "$1$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2z$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC:E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWx",
    ])
    func `what is no hash is refused`(text: String) {
        #expect(BcryptHash(text) == nil)
    }
}
