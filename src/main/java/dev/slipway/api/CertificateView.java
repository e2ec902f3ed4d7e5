package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A certificate as outsiders read it: never with its key.
///
/// @param hosts those that it names, or that it is ordered for
/// @param notAfter of the one in use
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CertificateView(
        String source,
        String state,
        List<String> hosts,
        Optional<Instant> notAfter,
        Optional<String> problem,
        Optional<Instant> nextAttempt) {
    private static final String ACME = "acme";

    static CertificateView of(App app, AppCertificate certificate) {
        return switch (certificate) {
            case AppCertificate.Given(var given) -> issued("given", given);
            case AppCertificate.Issued(var issued, _) -> issued(ACME, issued);
            case AppCertificate.Pending(var inUse) ->
                    new CertificateView(
                            ACME,
                            "pending",
                            names(app.config().hosts()),
                            inUse.map(Certificate::notAfter),
                            Optional.empty(),
                            Optional.empty());
            case AppCertificate.Failed failed ->
                    new CertificateView(
                            ACME,
                            "failed",
                            names(failed.hosts()),
                            failed.inUse().map(Certificate::notAfter),
                            Optional.of(failed.problem()),
                            Optional.of(failed.nextAttempt()));
        };
    }

    private static CertificateView issued(String source, Certificate certificate) {
        return new CertificateView(
                source,
                "issued",
                certificate.names(),
                Optional.of(certificate.notAfter()),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> names(List<HostName> hosts) {
        return hosts.stream().map(HostName::value).toList();
    }
}
