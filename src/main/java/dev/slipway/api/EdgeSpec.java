package dev.slipway.api;

import static dev.slipway.api.AppSpec.or;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.Cidr;
import dev.slipway.app.Complaint;
import dev.slipway.app.Directive;
import dev.slipway.app.EdgeConfig;
import dev.slipway.app.HostName;
import dev.slipway.app.Redirect;
import dev.slipway.app.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the edge does for an app, as outsiders write and read it. What is left out stays as it is;
/// a list or map that is given replaces the one before. `basicAuth` (name to password) is only
/// written, `users` (their names) only read; an empty `canonicalHost` takes it away.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EdgeSpec(
        @Nullable Boolean maintenance,
        @Nullable Boolean httpsOnly,
        @Nullable Integer hstsSeconds,
        @Nullable Integer bodyLimitMb,
        @Nullable Long readTimeoutMs,
        @Nullable Long sendTimeoutMs,
        @Nullable Map<String, String> basicAuth,
        @Nullable List<String> users,
        @Nullable List<String> allow,
        @Nullable String canonicalHost,
        @Nullable List<RedirectSpec> redirects,
        @Nullable Boolean grpc,
        @Nullable List<String> directives) {

    /// @param status 301 when absent
    public record RedirectSpec(
            @Nullable String from, @Nullable String to, @Nullable Integer status) {
        private Redirect value() {
            return new Redirect(
                    from == null ? "" : from, to == null ? "" : to, status == null ? 301 : status);
        }
    }

    static EdgeSpec of(EdgeConfig edge) {
        return new EdgeSpec(
                edge.maintenance(),
                edge.httpsOnly(),
                edge.hstsSeconds(),
                edge.bodyLimitMb(),
                edge.readTimeout().toMillis(),
                edge.sendTimeout().toMillis(),
                null,
                List.copyOf(edge.users().keySet()),
                edge.allow().stream().map(Cidr::value).toList(),
                edge.canonicalHost().map(HostName::value).orElse(null),
                edge.redirects().stream()
                        .map(r -> new RedirectSpec(r.from(), r.to(), r.status()))
                        .toList(),
                edge.grpc(),
                edge.directives().stream().map(Directive::toString).toList());
    }

    /// @throws dev.slipway.app.Complaint when a field is not valid
    EdgeConfig over(EdgeConfig before) {
        if (users != null && !users.equals(List.copyOf(before.users().keySet()))) {
            throw new Complaint(
                    "The field users is only read: set names and passwords in basicAuth");
        }
        return new EdgeConfig(
                or(maintenance, before.maintenance()),
                or(httpsOnly, before.httpsOnly()),
                or(hstsSeconds, before.hstsSeconds()),
                or(bodyLimitMb, before.bodyLimitMb()),
                readTimeoutMs == null ? before.readTimeout() : Duration.ofMillis(readTimeoutMs),
                sendTimeoutMs == null ? before.sendTimeout() : Duration.ofMillis(sendTimeoutMs),
                basicAuth == null ? before.users() : hashed(basicAuth),
                allow == null ? before.allow() : allow.stream().map(Cidr::new).toList(),
                canonicalHost == null
                        ? before.canonicalHost()
                        : Optional.of(canonicalHost)
                                .filter(host -> !host.isEmpty())
                                .map(HostName::new),
                redirects == null
                        ? before.redirects()
                        : redirects.stream().map(RedirectSpec::value).toList(),
                or(grpc, before.grpc()),
                directives == null
                        ? before.directives()
                        : directives.stream().map(Directive::parse).toList());
    }

    private static SortedMap<String, Secret> hashed(Map<String, String> passwords) {
        var users = new TreeMap<String, Secret>();
        passwords.forEach((name, password) -> users.put(name, PasswordHash.of(name, password)));
        return users;
    }
}
