package dev.slipway.api;

import dev.slipway.app.Complaint;
import dev.slipway.app.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.jspecify.annotations.Nullable;

/// A visitor's password as Nginx compares it (`auth_basic_user_file`): SHA-512 of crypt(3). The
/// fewest rounds that it knows, because Nginx computes them anew for each request.
final class PasswordHash {
    private static final Pattern USER = Pattern.compile("[^\\p{Cntrl}: ]{1,64}");
    private static final String SALT_DIGITS =
            "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SALT_LENGTH = 16;
    private static final int LONGEST = 256;

    private PasswordHash() {}

    /// @throws Complaint when the name cannot stand in HTTP basic authentication (RFC 7617), or the
    ///   password is empty or longer than 256 characters
    static Secret of(String user, @Nullable String password) {
        if (!USER.matcher(user).matches()) {
            throw new Complaint(
                    "User name is not valid: use 1 to 64 characters without colon and space");
        }
        if (password == null || password.isEmpty() || password.length() > LONGEST) {
            throw new Complaint(
                    "Password of user %s is not valid: use 1 to %d characters"
                            .formatted(user, LONGEST));
        }
        return new Secret(
                Sha2Crypt.sha512Crypt(
                        password.getBytes(StandardCharsets.UTF_8), "$6$rounds=1000$" + salt()));
    }

    private static String salt() {
        return new SecureRandom()
                .ints(SALT_LENGTH, 0, SALT_DIGITS.length())
                .collect(
                        StringBuilder::new,
                        (text, digit) -> text.append(SALT_DIGITS.charAt(digit)),
                        StringBuilder::append)
                .toString();
    }
}
