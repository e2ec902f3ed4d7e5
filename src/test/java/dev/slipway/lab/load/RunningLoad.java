package dev.slipway.lab.load;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Clients at work, each on a virtual thread.
public final class RunningLoad implements AutoCloseable {
    /// For what has begun: the longest download and as long as nothing may come.
    private static final Duration LAST_ANSWER = Duration.ofSeconds(50);

    private record Worker(Tally tally, Future<?> end) {}

    private final Target target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Worker> workers = new ArrayList<>();

    private RunningLoad(Target target) {
        this.target = target;
    }

    static RunningLoad start(Target target, List<Load.Wanted> clients) {
        var load = new RunningLoad(target);
        clients.forEach(load::add);
        return load;
    }

    private void add(Load.Wanted wanted) {
        var tally = new Tally(wanted.kind(), target.answers());
        var client = wanted.client().get();
        var end =
                threads.submit(() -> {
                    client.run(target, tally);
                    return tally;
                });
        workers.add(new Worker(tally, end));
    }

    /// Good answers up to now.
    public long answers() {
        return target.answers().sum();
    }

    public void awaitAnswers(int more) {
        var enough = answers() + more;
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answers() >= enough);
    }

    /// Lets what has begun end. A client that does not, or that fell over, is an error of the test.
    public LoadResult stop() {
        target.over().set(true);
        for (var worker : workers) {
            join(worker);
        }
        return LoadResult.of(workers.stream().map(Worker::tally).toList());
    }

    private static void join(Worker worker) {
        try {
            worker.end().get(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(worker.tally().kind + " has not ended", e);
        } catch (ExecutionException e) {
            throw new AssertionError(worker.tally().kind + " fell over", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        target.over().set(true);
        threads.shutdownNow();
    }
}
