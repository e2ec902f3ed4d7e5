package dev.slipway.launch;

import dev.slipway.docker.Networks.AppNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// Chooses the addresses of new instances, round robin: an address that was freed is used again as
/// late as possible, so that a route which is a moment too old meets nobody rather than somebody
/// else.
final class AddressPlan {
    private AddressPlan() {}

    /// @param held addresses of instances that are not removed yet, oldest first
    /// @return `count` free addresses, beginning after the last one held; fewer when the network is
    ///   full
    static List<String> choose(AppNetwork network, Collection<String> held, int count) {
        var all = network.addresses();
        var busy = new HashSet<>(network.taken());
        busy.addAll(held);
        int start = held.stream().mapToInt(all::indexOf).reduce(-1, (_, last) -> last) + 1;
        var chosen = new ArrayList<String>();
        for (int i = 0; i < all.size() && chosen.size() < count; i++) {
            var candidate = all.get((start + i) % all.size());
            if (!busy.contains(candidate)) {
                chosen.add(candidate);
            }
        }
        return chosen;
    }
}
