import Inspector
import Logging
import Settings

extension Settings {
    /// How long a sample counts: two may be missed, and one that comes as late as it may is not too late.
    var freshFor: Duration { max(sampleInterval * 3, sampleInterval * 2 + sampleTimeout) }
}

extension ServeSettings {
    func exchange(_ change: SettingsChange, samplers: [Sampler]) -> Watch.Exchange {
        Watch.Exchange(
            databases: inspections.map(\.database), untouched: change.untouched,
            keptSamples: change.unchangedQuestions, samplers: samplers, freshFor: settings.freshFor)
    }

    /// A sampler for each database, but for those that have one already.
    func samplers(
        into store: SampleStore, bells: Bells, logger: Logger, except untouched: Set<String> = []
    ) -> [Sampler] {
        inspections.filter { !untouched.contains($0.database.name) }.map { inspection in
            Sampler(
                inspection, into: store, interval: settings.sampleInterval,
                pause: { [bell = bells[inspection.database.name]] in try await bell.sleep(for: $0) },
                log: SampleLog(logger))
        }
    }
}
