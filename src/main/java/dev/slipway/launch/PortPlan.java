package dev.slipway.launch;

import dev.slipway.app.AppConfig;
import java.util.List;
import java.util.SortedSet;

/// Which port an app is expected to listen on. `announced` is what it is told in `PORT`;
/// `candidates` are the ones that count as listening, most likely first.
record PortPlan(int announced, List<Integer> candidates) {
    private static final List<Integer> USUAL = List.of(8080, 5000);

    /// The configured port, else the variable `PORT` if its owner set it, else the lowest `EXPOSE`d
    /// TCP port, else 8080 or 5000, whichever answers.
    static PortPlan of(AppConfig config, SortedSet<Integer> exposed) {
        var own = config.env().variables().get("PORT");
        if (config.port().isPresent()) {
            return exactly(config.port().get());
        }
        if (own != null && own.matches("[1-9][0-9]{0,4}") && Integer.parseInt(own) <= 65_535) {
            return exactly(Integer.parseInt(own));
        }
        return exposed.isEmpty() ? new PortPlan(USUAL.getFirst(), USUAL) : exactly(exposed.first());
    }

    private static PortPlan exactly(int port) {
        return new PortPlan(port, List.of(port));
    }
}
