/// The boundary to Git: mirrors of the apps' repositories, and the server for `git push`. Nothing
/// else imports JGit. [GitHttp] does not ask who is there: a handler that runs before it checks the
/// token and answers 401 with `WWW-Authenticate: Basic`. When that handler decides later than in
/// its own call, it pauses the request meanwhile, for else the first bytes of the push are lost.
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
