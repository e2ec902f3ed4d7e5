package dev.slipway.nginx;

import dev.slipway.app.AppName;
import dev.slipway.app.Cidr;
import dev.slipway.app.Directive;
import dev.slipway.app.EdgeConfig;
import dev.slipway.app.HostName;
import dev.slipway.app.Redirect;
import dev.slipway.app.Secret;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Golden files: `src/test/resources/nginx/app`.
@QuarkusTest
class AppBlockTest {
    private static final AppName SHOP = new AppName("shop");
    private static final HostName HOME = new HostName("shop.localhost");
    private static final HostName WWW = new HostName("www.example.org");
    private static final HostName BARE = new HostName("example.org");
    private static final Listens LISTENS = new Listens("127.0.0.1", 8080, 8443, 0, false);

    @Test
    void a_certificate_for_some_hosts_redirects_those_to_https() {
        assertRenders("redirected-to-https", edge(true, 31_536_000, ""), covered(WWW));
    }

    @Test
    void a_certificate_without_https_only_serves_both() {
        assertRenders("http-and-https", edge(false, 0, ""), covered(WWW, BARE));
    }

    @Test
    void a_canonical_host_takes_the_visitors_of_the_others() {
        assertRenders("canonical-host", edge(true, 0, "www.example.org"), covered(WWW, BARE));
    }

    @Test
    void everything_at_once() {
        var edge =
                new EdgeConfig(
                        false,
                        true,
                        0,
                        7,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        new TreeMap<>(Map.of("ann", new Secret("$6$x"))),
                        List.of(new Cidr("10.0.0.0/8"), new Cidr("2001:db8::/32")),
                        Optional.empty(),
                        List.of(new Redirect("/old", "https://example.net/new", 301)),
                        true,
                        List.of(
                                Directive.parse("gzip on"),
                                Directive.parse("add_header X-Frame-Options \"DENY or so\"")));
        assertRenders("everything", edge, Optional.empty());
    }

    private static void assertRenders(String golden, EdgeConfig edge, Optional<Site.Tls> tls) {
        var site = new Site(SHOP, HOME, List.of(WWW, BARE), edge, tls);
        Golden.file("nginx/app", golden).assertHolds(AppBlock.of(site, LISTENS).render());
    }

    private static EdgeConfig edge(boolean httpsOnly, int hsts, String canonical) {
        var d = EdgeConfig.DEFAULT;
        return new EdgeConfig(
                false,
                httpsOnly,
                hsts,
                d.bodyLimitMb(),
                d.readTimeout(),
                d.sendTimeout(),
                d.users(),
                d.allow(),
                Optional.of(canonical).filter(c -> !c.isEmpty()).map(HostName::new),
                d.redirects(),
                d.grpc(),
                d.directives());
    }

    private static Optional<Site.Tls> covered(HostName... hosts) {
        return Optional.of(new Site.Tls("chain", new Secret("key"), Set.of(hosts)));
    }
}
