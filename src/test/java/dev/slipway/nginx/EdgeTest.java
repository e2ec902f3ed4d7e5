package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.TestApp;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A proxy that the tests of one class share; each test has a host of its own.
abstract class EdgeTest {
    private static final AtomicInteger HOSTS = new AtomicInteger();
    static ProxyContainer proxy;

    final HostName host = new HostName("app" + HOSTS.incrementAndGet() + ".localhost");

    @BeforeAll
    static void start_the_proxy() {
        proxy = ProxyContainer.start();
    }

    @AfterAll
    static void stop_the_proxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    static Route.Serving serving(int release, TestApp... apps) {
        return new Route.Serving(release, List.of(apps).stream().map(TestApp::address).toList());
    }

    static Route.Serving serving(int release, Address... addresses) {
        return new Route.Serving(release, List.of(addresses));
    }

    static void assertNothingInFlightOn(Address instance) {
        await().untilAsserted(() -> assertThat(proxy.edge().inFlight(instance)).isZero());
    }
}
