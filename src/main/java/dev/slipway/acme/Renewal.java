package dev.slipway.acme;

import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.Certificate;
import dev.slipway.app.Trouble;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Apps;
import dev.slipway.store.Certificates;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Orders what is due, one after the other. What is refused is tried again later; the certificate
/// that was there serves on.
@Singleton
class Renewal {
    private final Apps apps;
    private final Certificates certificates;
    private final CertificateAuthority authority;
    private final PipelineBus bus;
    private final Clock clock;

    Renewal(
            Apps apps,
            Certificates certificates,
            CertificateAuthority authority,
            PipelineBus bus,
            Clock clock) {
        this.apps = apps;
        this.certificates = certificates;
        this.authority = authority;
        this.bus = bus;
        this.clock = clock;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void ring() {
        for (var app : due()) {
            try {
                settle(app, order(app));
            } catch (RuntimeException e) {
                Log.errorf(e, "certificate could not be kept app=%s", app.name());
            }
        }
    }

    private List<App> due() {
        try {
            return RenewalPlan.due(apps.all(), certificates.all(), clock.instant());
        } catch (Trouble e) {
            Log.warnf("certificates cannot be looked through now: %s", e.getMessage());
            return List.of();
        }
    }

    private Issuance order(App app) {
        Log.infof("certificate is ordered app=%s hosts=%s", app.name(), app.config().hosts());
        try {
            return authority.order(app.config().hosts());
        } catch (Trouble e) {
            return refused(e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "engine fault while a certificate was ordered app=%s", app.name());
            return refused(Trouble.ofOurs(e));
        }
    }

    private static Issuance refused(String problem) {
        return new Issuance.Refused(problem, Optional.empty());
    }

    /// What its owner did meanwhile stands: then nothing is kept.
    private void settle(App app, Issuance issuance) {
        switch (issuance) {
            case Issuance.Issued(var certificate) -> issued(app, certificate);
            case Issuance.Refused refused ->
                    certificates
                            .find(app.name())
                            .ifPresent(before -> refused(app, before, refused));
        }
    }

    private void issued(App app, Certificate certificate) {
        var issued = new AppCertificate.Issued(certificate, app.config().hosts());
        if (certificates.settle(app.name(), issued)) {
            Log.infof("certificate is issued app=%s until=%s", app.name(), certificate.notAfter());
            bus.emit(new RouteInbox.BlocksChanged(app.name()));
        }
    }

    private void refused(App app, AppCertificate before, Issuance.Refused refused) {
        var hosts = app.config().hosts();
        int attempts = before.failures(hosts) + 1;
        var next = RenewalPlan.nextAttempt(attempts, refused.notBefore(), clock.instant());
        Log.warnf("certificate is refused app=%s next=%s: %s", app.name(), next, refused.problem());
        certificates.settle(
                app.name(),
                new AppCertificate.Failed(
                        before.inUse(), refused.problem(), attempts, next, hosts));
    }
}
