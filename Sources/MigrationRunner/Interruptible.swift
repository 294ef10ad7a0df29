/// Runs `work` to its end, and cancels it when one of the others ends first with a reason. `work` must end soon then.
func interruptible<Value: Sendable>(
    by sources: [@Sendable () async -> Interruption?], _ work: @escaping @Sendable () async -> Value
) async -> (value: Value, interruption: Interruption?) {
    await withTaskGroup(of: Event<Value>.self) { group in
        // The work beside all that may end it, of which each waits for something else.
        group.addTask { .ended(await work()) }
        for source in sources {
            // Cancelled, and waited for, when the work has ended.
            group.addTask { .interrupted(await source()) }
        }
        var interruption: Interruption?
        while true {
            // The work is one of them, so that the next is `nil` only after its end.
            switch await group.next() {
            case .ended(let value):
                group.cancelAll()
                return (value, interruption)
            case .interrupted(let reason?):
                interruption = interruption ?? reason
                group.cancelAll()
            case .interrupted(nil), nil: break
            }
        }
    }
}

private enum Event<Value: Sendable>: Sendable {
    case ended(Value)
    case interrupted(Interruption?)
}
