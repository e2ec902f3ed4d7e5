package dev.slipway.nginx;

import dev.slipway.app.AppName;
import dev.slipway.app.EdgeConfig;
import dev.slipway.app.HostName;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `nginx/app-block.conf`: the server blocks of one app. Everything in it was checked when it
/// became a value: host names, networks, redirects and directives have nothing that could end a
/// directive.
@CheckedTemplate(basePath = "nginx", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record AppBlock(AppName app, EdgeConfig edge, List<Server> servers) implements TemplateInstance {
    /// One server of Nginx. `listens` are whole arguments of `listen`; `redirectedTo` is empty for
    /// one that leads to the app.
    record Server(
            List<String> listens,
            List<HostName> names,
            boolean tls,
            int hstsSeconds,
            String redirectedTo) {}

    static AppBlock of(Site site, Listens listens) {
        return new AppBlock(site.app(), site.edge(), new Plan(site, listens).servers());
    }

    /// Which of the app's names are served and which redirected, over TLS and without.
    private record Plan(Site site, Listens listens) {
        List<Server> servers() {
            var servers = new ArrayList<Server>();
            var served = site.hosts().filter(host -> !isRedirected(host)).toList();
            var redirected = site.hosts().filter(this::isRedirected).toList();
            servers.addAll(serving(served.stream().filter(site::isCovered).toList()));
            add(servers, listens.plain(), served.stream().filter(h -> !site.isCovered(h)), "");
            add(servers, both(), redirected.stream().filter(site::isCovered), canonicalUrl());
            add(
                    servers,
                    listens.plain(),
                    redirected.stream().filter(h -> !site.isCovered(h)),
                    canonicalUrl());
            return servers;
        }

        /// Only the app's own hosts go to the canonical one: `<app>.<domain>` always answers.
        private boolean isRedirected(HostName host) {
            return site.edge().canonicalHost().filter(c -> !c.equals(host)).isPresent()
                    && !host.equals(site.home());
        }

        private List<Server> serving(List<HostName> covered) {
            if (covered.isEmpty()) {
                return List.of();
            }
            var hsts = site.edge().hstsSeconds();
            return site.edge().httpsOnly()
                    ? List.of(
                            new Server(listens.tls(), covered, true, hsts, ""),
                            new Server(
                                    listens.plain(),
                                    covered,
                                    false,
                                    0,
                                    "https://$host" + listens.tlsSuffix() + "$request_uri"))
                    : List.of(new Server(both(), covered, true, hsts, ""));
        }

        private void add(
                List<Server> servers,
                List<String> on,
                Stream<HostName> names,
                String redirectedTo) {
            var all = names.toList();
            if (!all.isEmpty()) {
                servers.add(new Server(on, all, site.isCovered(all.getFirst()), 0, redirectedTo));
            }
        }

        private List<String> both() {
            return Stream.concat(listens.plain().stream(), listens.tls().stream()).toList();
        }

        private String canonicalUrl() {
            return site.edge()
                    .canonicalHost()
                    .map(host ->
                            site.isCovered(host)
                                    ? "https://" + host + listens.tlsSuffix() + "$request_uri"
                                    : "http://" + host + listens.plainSuffix() + "$request_uri")
                    .orElse("");
        }
    }
}
