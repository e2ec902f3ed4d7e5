package dev.slipway.acme;

import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppName;
import dev.slipway.app.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who needs a certificate now, and how long to wait when it was refused. Pure.
final class RenewalPlan {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /// As often as it doubles before it passes the longest.
    private static final int DOUBLINGS = 11;

    private RenewalPlan() {}

    /// @return the apps that are due, in the order of `apps`
    static List<App> due(List<App> apps, Map<AppName, AppCertificate> certificates, Instant now) {
        return apps.stream()
                .filter(app -> !app.config().hosts().isEmpty())
                .filter(app ->
                        Optional.ofNullable(certificates.get(app.name()))
                                .filter(certificate -> isDue(app, certificate, now))
                                .isPresent())
                .toList();
    }

    /// A minute after the first attempt that failed, doubled with each up to a day; later when the
    /// authority says so.
    ///
    /// @param attempts how often it failed in a row, 1 or more
    static Instant nextAttempt(int attempts, Optional<Instant> notBefore, Instant now) {
        var doubled = SHORTEST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        var next = now.plus(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
        return notBefore.filter(next::isBefore).orElse(next);
    }

    private static boolean isDue(App app, AppCertificate certificate, Instant now) {
        var hosts = app.config().hosts();
        return switch (certificate) {
            case AppCertificate.Given _ -> false;
            case AppCertificate.Pending _ -> true;
            case AppCertificate.Issued issued ->
                    isNearItsEnd(issued.certificate(), now) || !issued.hosts().equals(hosts);
            case AppCertificate.Failed failed ->
                    !now.isBefore(failed.nextAttempt()) || !failed.hosts().equals(hosts);
        };
    }

    /// Less than a third of its lifetime is left: what Let's Encrypt recommends
    /// (letsencrypt.org/docs/integration-guide), right for those of 90 days and of 6.
    private static boolean isNearItsEnd(Certificate certificate, Instant now) {
        var lifetime = Duration.between(certificate.notBefore(), certificate.notAfter());
        return now.isAfter(certificate.notAfter().minus(lifetime.dividedBy(3)));
    }
}
