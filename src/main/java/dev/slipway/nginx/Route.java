package dev.slipway.nginx;

import dev.slipway.app.Address;
import java.util.List;
import java.util.stream.Collectors;

/// Where the edge sends the requests for a host.
public sealed interface Route {
    /// The route as the edge and `routes.table` spell it.
    String line();

    /// Balanced over these instances; answers carry `X-Slipway-Release`.
    ///
    /// @param guarded whether only server blocks that guard the app may lead to it
    record Serving(int release, List<Address> instances, boolean guarded) implements Route {
        public Serving(int release, List<Address> instances) {
            this(release, instances, false);
        }

        public Serving {
            instances = List.copyOf(instances);
            if (release < 1 || instances.isEmpty()) {
                throw new IllegalArgumentException("a route needs a release and an instance");
            }
        }

        @Override
        public String line() {
            return instances.stream()
                    .map(Address::toString)
                    .collect(Collectors.joining(",", release + (guarded ? "! " : " "), ""));
        }
    }

    /// Requests wait, within bounds, until another route is put.
    record Held() implements Route {
        @Override
        public String line() {
            return "@hold";
        }
    }

    /// 503 with Retry-After: the first deployment is under way.
    record Starting() implements Route {
        @Override
        public String line() {
            return "@starting";
        }
    }

    /// 503 with Retry-After: its owner shows a page instead of the app.
    record Maintained() implements Route {
        @Override
        public String line() {
            return "@maintenance";
        }
    }

    /// 503: the owner stopped the app.
    record Stopped() implements Route {
        @Override
        public String line() {
            return "@stopped";
        }
    }
}
