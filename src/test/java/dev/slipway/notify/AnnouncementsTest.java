package dev.slipway.notify;

import static dev.slipway.notify.TestIncidents.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Incident FIRST = crash("first");
    private static final Incident SECOND = crash("second");
    private static final Incident THIRD = crash("third");

    private final Announcements announcements = new Announcements(INTERVAL);

    @Test
    void an_incident_is_told_and_so_is_its_end() {
        assertThat(announcements.opened(FIRST, NOON)).containsExactly(opened(FIRST, 0));

        assertThat(announcements.closed(ended(FIRST)))
                .containsExactly(new Message.Closed(ended(FIRST)));
        assertThat(announcements.closed(ended(FIRST))).isEmpty();
    }

    @Test
    void a_crash_loop_is_told_once_in_the_interval_and_the_next_tells_how_many_were_not() {
        var told = new ArrayList<Message>();
        for (var second = 0; second < 300; second++) {
            var crash = crash("crash-" + second);
            told.addAll(announcements.opened(crash, NOON.plusSeconds(second)));
            told.addAll(announcements.closed(ended(crash)));
        }
        assertThat(told).hasSize(2); // the first and its end

        assertThat(announcements.opened(FIRST, NOON.plus(INTERVAL)))
                .containsExactly(opened(FIRST, 299));
        assertThat(announcements.opened(SECOND, NOON.plus(INTERVAL.multipliedBy(2))))
                .containsExactly(opened(SECOND, 0));
    }

    @Test
    void the_end_of_what_was_not_told_is_not_told_either() {
        announcements.opened(FIRST, NOON);
        announcements.opened(SECOND, NOON.plusSeconds(1));

        assertThat(announcements.closed(ended(SECOND))).isEmpty();
        assertThat(announcements.closed(ended(FIRST))).hasSize(1);
    }

    @Test
    void other_apps_and_other_causes_are_told_at_once() {
        announcements.opened(FIRST, NOON);
        var otherApp = TestIncidents.open("other-app", "shop", Cause.CRASHED);
        var otherCause = TestIncidents.open("other-cause", "hello", Cause.HUNG);

        assertThat(announcements.opened(otherApp, NOON)).containsExactly(opened(otherApp, 0));
        assertThat(announcements.opened(otherCause, NOON)).containsExactly(opened(otherCause, 0));
    }

    @Test
    void what_was_left_out_and_lasts_is_told_when_the_interval_is_over() {
        announcements.opened(FIRST, NOON);
        announcements.closed(ended(FIRST));
        announcements.opened(SECOND, NOON.plusSeconds(1));
        announcements.opened(THIRD, NOON.plusSeconds(2));

        assertThat(announcements.overdue(NOON.plus(INTERVAL).minusMillis(1))).isEmpty();
        assertThat(announcements.overdue(NOON.plus(INTERVAL))).containsExactly(opened(THIRD, 1));
        assertThat(announcements.overdue(NOON.plus(INTERVAL.multipliedBy(2)))).isEmpty();
        assertThat(announcements.closed(ended(THIRD))).hasSize(1);
    }

    @Test
    void what_was_left_out_and_is_over_is_not_told_later() {
        announcements.opened(FIRST, NOON);
        announcements.opened(SECOND, NOON.plusSeconds(1));
        announcements.closed(ended(SECOND));

        assertThat(announcements.overdue(NOON.plus(INTERVAL))).isEmpty();
    }

    @Test
    void an_end_that_is_heard_before_the_beginning_is_told_after_it() {
        assertThat(announcements.closed(ended(FIRST))).isEmpty();

        assertThat(announcements.opened(FIRST, NOON))
                .containsExactly(opened(FIRST, 0), new Message.Closed(ended(FIRST)));

        announcements.closed(ended(SECOND));
        assertThat(announcements.opened(SECOND, NOON)).isEmpty();
        assertThat(announcements.overdue(NOON.plus(INTERVAL))).isEmpty();
    }

    @Test
    void an_engine_that_starts_tells_the_end_of_what_began_before() {
        announcements.resume(List.of(FIRST, ended(SECOND)));

        assertThat(announcements.closed(ended(FIRST))).hasSize(1);
        assertThat(announcements.closed(ended(SECOND))).isEmpty();
    }

    @Test
    void an_app_that_was_removed_and_made_anew_has_no_past() {
        announcements.opened(FIRST, NOON);
        announcements.forget(new AppName("hello"));

        assertThat(announcements.opened(SECOND, NOON)).containsExactly(opened(SECOND, 0));
    }

    @Test
    void a_clock_that_was_set_back_silences_nobody() {
        announcements.opened(FIRST, NOON);

        assertThat(announcements.opened(SECOND, NOON.minusSeconds(3600))).hasSize(1);
    }

    private static Incident crash(String id) {
        return TestIncidents.open(id, "hello", Cause.CRASHED);
    }

    private static Incident ended(Incident incident) {
        return TestIncidents.closed(incident, Duration.ofMillis(431));
    }

    private static Message opened(Incident incident, int leftOut) {
        return new Message.Opened(incident, leftOut);
    }
}
