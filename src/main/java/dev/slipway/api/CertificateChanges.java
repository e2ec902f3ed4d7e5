package dev.slipway.api;

import dev.slipway.acme.Orderable;
import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.Complaint;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Certificates;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/// What owners ask for, as certificates. The proxy is told of each change.
@Singleton
class CertificateChanges {
    private final Certificates certificates;
    private final Orderable orderable;
    private final PipelineBus bus;
    private final Clock clock;
    private final HostName domain;

    CertificateChanges(
            Certificates certificates,
            Orderable orderable,
            PipelineBus bus,
            Clock clock,
            EngineConfig config) {
        this.certificates = certificates;
        this.orderable = orderable;
        this.bus = bus;
        this.clock = clock;
        this.domain = new HostName(config.domain());
    }

    /// @throws Complaint when the app cannot have that certificate
    AppCertificate replace(App app, CertificateSpec spec) {
        var before = certificates.find(app.name());
        var wanted = spec.isOrder() ? order(app, before) : give(app, spec);
        if (!before.equals(Optional.of(wanted))) {
            certificates.put(app.name(), wanted);
            changed(app);
        }
        return wanted;
    }

    void remove(App app) {
        certificates.remove(app.name());
        changed(app);
    }

    private AppCertificate order(App app, Optional<AppCertificate> before) {
        orderable.check(app);
        return before.map(AppCertificate::ordered)
                .orElseGet(() -> new AppCertificate.Pending(Optional.empty()));
    }

    private AppCertificate give(App app, CertificateSpec spec) {
        var certificate = spec.certificate(clock.instant());
        if (hosts(app).noneMatch(certificate::covers)) {
            throw new Complaint(
                    "The certificate is for %s, none of which is a host of app %s: it answers at %s"
                            .formatted(
                                    String.join(", ", certificate.names()),
                                    app.name(),
                                    String.join(", ", hosts(app).map(HostName::value).toList())));
        }
        return new AppCertificate.Given(certificate);
    }

    private Stream<HostName> hosts(App app) {
        return Stream.concat(
                Stream.of(HostName.of(app.name(), domain)), app.config().hosts().stream());
    }

    private void changed(App app) {
        bus.emit(new RouteInbox.BlocksChanged(app.name()));
    }
}
