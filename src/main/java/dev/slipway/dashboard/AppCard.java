package dev.slipway.dashboard;

import dev.slipway.app.App;
import dev.slipway.app.AppState;
import dev.slipway.app.Deployment;
import dev.slipway.app.Drill;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.traffic.Tally;
import java.util.List;
import java.util.Optional;

/// What the overview shows of an app. `release` and `commit` are empty for an app that was never
/// live, `problem` unless Nginx refused its server blocks, `actions` are those that make sense now,
/// `drills` has the last one, or none.
public record AppCard(
        String name,
        String state,
        String url,
        String release,
        String commit,
        String problem,
        List<Running> instances,
        Visits visits,
        List<AppAction> actions,
        List<DrillLine> drills) {
    /// `address` is `ip:port`, `restarts` counts the times it was brought back, `requests` are
    /// those of the last minute and `share` is their part of what all instances had.
    public record Running(
            String address,
            String state,
            int release,
            int restarts,
            String requests,
            String share) {
        static Running of(Instance instance, Tally lastMinute) {
            var requests =
                    lastMinute
                            .of(new ByInstance(instance.release(), instance.address()))
                            .requests();
            return new Running(
                    instance.address().toString(),
                    instance.state().label(),
                    instance.release(),
                    instance.restarts(),
                    Visits.number(requests),
                    Visits.share(requests, lastMinute.answered().requests()));
        }
    }

    /// @param before the release that a roll back leads to
    static AppCard of(
            App app,
            String url,
            Optional<Release> live,
            Optional<Release> before,
            Optional<String> problem,
            List<Instance> instances,
            Tally lastMinute,
            Optional<Deployment> last,
            Optional<Drill> drill) {
        var state = AppState.of(app, instances, last);
        return new AppCard(
                app.name().value(),
                state.label(),
                url,
                live.map(release -> Integer.toString(release.number())).orElse(""),
                live.flatMap(Release::commit).map(Revision::brief).orElse(""),
                problem.orElse(""),
                instances.stream().map(i -> Running.of(i, lastMinute)).toList(),
                Visits.of(lastMinute.all()),
                AppAction.of(app, state, live, before),
                drill.stream().map(DrillLine::of).toList());
    }

    /// Instances of an app that goes over to a new release differ in it.
    public boolean mixed() {
        return instances.stream().map(Running::release).distinct().count() > 1;
    }
}
