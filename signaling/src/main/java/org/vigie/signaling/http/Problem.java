package org.vigie.signaling.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as clients see it (RFC 9457).
 *
 * @param status HTTP status, 400 to 599
 * @param code stable name, such as {@code unknown-camera}; the last segment of {@code type}
 * @param title what kind of error this is, the same for every occurrence
 * @param detail what happened this time
 * @param remedy what to do about it
 */
public record Problem(int status, String code, String title, String detail, String remedy) {
  /** Media type of the body. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The members of the JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "/problems/" + code);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.put("remedy", remedy);
    return members;
  }

  /** As an answer. */
  public Reply reply() {
    return reply(members());
  }

  Reply reply(Map<String, Object> members) {
    return Reply.json(status, members).withContentType(MEDIA_TYPE);
  }

  /** As an exception. */
  public Refusal refusal() {
    return new Refusal(this);
  }
}
