package dev.slipway.dashboard;

import dev.slipway.app.Elapsed;
import dev.slipway.app.Receipt;
import java.time.Duration;
import java.util.Optional;

/// What a switch did to those who were asking, in a sentence and in numbers. `p50` and `p99` are
/// empty when nobody was answered.
public record ReceiptLine(
        String sentence,
        boolean clean,
        String requests,
        String failed,
        String p50,
        String p99,
        String switchTime) {
    static ReceiptLine of(Receipt receipt) {
        var requests = Visits.number(receipt.requests());
        var failed = Visits.number(receipt.failed());
        return new ReceiptLine(
                sentence(receipt, requests, failed),
                receipt.failed() == 0,
                requests,
                failed,
                time(receipt.p50()),
                time(receipt.p99()),
                new Elapsed(receipt.switchTime()).toString());
    }

    private static String sentence(Receipt receipt, String requests, String failed) {
        return receipt.failed() == 0
                ? "None of the %s requests during the switch failed.".formatted(requests)
                : "%s of %s requests during the switch failed.".formatted(failed, requests);
    }

    private static String time(Optional<Duration> time) {
        return time.map(Elapsed::new).map(Elapsed::toString).orElse("");
    }
}
