package dev.slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import dev.slipway.store.Releases.Served;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Histories are written oldest first: `3` was built, `3=1` went back to what 1 ran, `3~` made the
/// image of the one before again, `3?` was adopted.
class LineageTest {
    private static final Pattern RELEASE = Pattern.compile("([0-9]+)([=~?]?)([0-9]*)");

    @ParameterizedTest
    @CsvSource({
        "1, none",
        "1 2, 1",
        "1 3, 1", // 2 did not start
        "1 3 2, 3", // 3 was faster
        "1 2 3=1, none",
        "1 2 3=2, 1",
        "1 2 3 4=2, 1",
        "1 2 3 4=2 5, 4",
        "1 2 3 4=3, 2",
        "1 2 3 4=3 5=4, 2",
        "1 2 3=1 4 5=3, none",
        "1 2 3=9, 1", // 9 is forgotten, or never served
        "1 2 3~, 1",
        "1 2 3~ 4, 3",
        "1 2 3 4=2 5~, 1",
        "1? 2, 1",
        "1 2?, 1"
    })
    void a_roll_back_leads_to_what_served_before_and_was_not_taken_back(
            String history, String target) {
        assertThat(wayBack(served(history)))
                .isEqualTo(
                        target.equals("none")
                                ? Optional.empty()
                                : Optional.of(Integer.valueOf(target)));
    }

    @ParameterizedTest
    @CsvSource({"1 2, 1", "1 2 3=1 4, 3", "1 2 3~, 2"})
    void what_a_release_replaced_is_what_served_before_it(String history, int replaced) {
        var served = served(history);

        assertThat(Lineage.of(served.getFirst().release(), served).replaced())
                .map(Release::number)
                .contains(replaced);
    }

    @ParameterizedTest
    @CsvSource({"1 2 3, 2, 1", "1 2 3=1 4, 2, 1"})
    void what_went_live_after_the_live_one_does_not_count(String history, int live, int target) {
        var served = served(history);

        assertThat(Lineage.of(release(live, live), served).wayBack())
                .map(Release::number)
                .contains(target);
    }

    /// @param steps whether something is built, or rolled back
    @Property
    void roll_backs_undo_one_deployment_after_the_other(
            @ForAll @Size(max = 20) List<Boolean> steps) {
        var undo = new ArrayDeque<Integer>();
        var served = new ArrayList<>(served("1"));
        undo.push(1);
        for (int i = 0; i < steps.size(); i++) {
            int number = i + 2;
            if (steps.get(i)) {
                served.addFirst(new Served(release(number, number), Optional.of(Trigger.PUSH)));
                undo.push(number);
            } else if (undo.size() > 1) {
                undo.pop();
                int back = undo.pop();
                assertThat(wayBack(served)).contains(back);
                served.addFirst(again(number, back, served));
                undo.push(number);
            } else {
                assertThat(wayBack(served)).isEmpty();
            }
        }
    }

    private static Optional<Integer> wayBack(List<Served> served) {
        return Lineage.of(served.getFirst().release(), served).wayBack().map(Release::number);
    }

    private static List<Served> served(String history) {
        var served = new ArrayList<Served>();
        RELEASE.matcher(history)
                .results()
                .forEach(one -> {
                    int number = Integer.parseInt(one.group(1));
                    var release = release(number, number);
                    served.addFirst(
                            switch (one.group(2)) {
                                case "=" -> again(number, Integer.parseInt(one.group(3)), served);
                                case "~" -> new Served(release, Optional.of(Trigger.HEAL));
                                case "?" -> new Served(release, Optional.empty());
                                default -> new Served(release, Optional.of(Trigger.PUSH));
                            });
                });
        return served;
    }

    private static Served again(int number, int original, List<Served> served) {
        var image =
                served.stream()
                        .map(Served::release)
                        .filter(release -> release.number() == original)
                        .map(release -> release.image().value())
                        .findFirst()
                        .orElse("slipway/shop:" + original);
        return new Served(release(number, image), Optional.of(Trigger.ROLLBACK));
    }

    private static Release release(int number, int image) {
        return release(number, "slipway/shop:" + image);
    }

    private static Release release(int number, String image) {
        return new Release(
                new AppName("shop"),
                number,
                new DeploymentId("0mwvf0000abcdef"),
                Optional.empty(),
                new ImageRef(image),
                AppConfig.DEFAULT,
                Instant.EPOCH);
    }
}
