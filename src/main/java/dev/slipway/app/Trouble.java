package dev.slipway.app;

/// Something outside (Docker, Git, Nginx, the disk) did not do what we asked. The message is
/// written for the app's owner: the pipeline puts it into the failed deployment as it is. Each
/// boundary has its own subclass.
public abstract class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected Trouble(String message, Throwable cause) {
        super(message, cause);
    }

    protected Trouble(String message) {
        super(message);
    }

    /// What people read of a fault that nobody foresaw: it is Slipway's own.
    public static String ofOurs(RuntimeException fault) {
        return "Slipway itself has a fault (%s): its log has the details, please report it"
                .formatted(fault);
    }

    /// Never null, as all that a Throwable promises is that it may be.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
