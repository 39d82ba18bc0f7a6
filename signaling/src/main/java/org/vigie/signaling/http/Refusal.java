package org.vigie.signaling.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Ends a request with a {@link Problem}. Carries no stack trace: refusing is a normal outcome. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient List<HttpField> headers = new ArrayList<>();
  private final transient Map<String, Object> members;

  Refusal(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
    this.members = problem.members();
  }

  /** Adds a member to the problem (RFC 9457, section 3.2). */
  public Refusal saying(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Adds a header to the answer. */
  public Refusal with(HttpHeader name, String value) {
    return with(name.asString(), value);
  }

  /** Adds a header to the answer. */
  public Refusal with(String name, String value) {
    headers.add(new HttpField(name, value));
    return this;
  }

  /** Tells the client how many seconds to wait before it asks again. */
  public Refusal retryAfter(long seconds) {
    return with(HttpHeader.RETRY_AFTER, Long.toString(seconds));
  }

  /** What the client is told. */
  public Problem problem() {
    return problem;
  }

  /** The whole answer. */
  public Reply reply() {
    Reply reply = problem.reply(members);
    headers.forEach(field -> reply.headers().put(field));
    return reply;
  }
}
