package org.vigie.signaling.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.vigie.signaling.identity.Principal;

/**
 * One request as an endpoint sees it.
 *
 * @param request as Jetty has it; its body has been read already
 * @param parameters of the path
 * @param caller who asks, if a valid token came along
 * @param body whole and read as UTF-8, empty if there is none
 */
public record Call(
    Request request, Map<String, String> parameters, Optional<Principal> caller, String body) {
  /** A parameter of the path. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /** Who asks, on a route that demands a token. */
  public Principal principal() {
    return caller.orElseThrow(Gate::badToken);
  }

  /** The request's headers. */
  public HttpFields headers() {
    return request.getHeaders();
  }

  /** Whether the query says {@code name=value}. */
  public boolean queryHas(String name, String value) {
    Fields query = Request.extractQueryParameters(request);
    return query.getValuesOrEmpty(name).equals(List.of(value));
  }

  /** All that the query says, by name. */
  public Map<String, List<String>> query() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    Request.extractQueryParameters(request)
        .forEach(field -> query.put(field.getName(), field.getValues()));
    return query;
  }

  /**
   * Who asks from where and for what, for the log: the path stays encoded, so it holds no line
   * break.
   */
  public String logName() {
    return caller.map(Principal::key).orElse("a stranger")
        + " at "
        + Request.getRemoteAddr(request)
        + ": "
        + request.getMethod()
        + " "
        + request.getHttpURI().getPath();
  }

  /** Where this relay is mounted: empty at the root, else such as {@code /relay}. */
  public String mount() {
    String context = Request.getContextPath(request);
    return context == null || context.equals("/") ? "" : context;
  }

  /**
   * Demands an operator.
   *
   * @throws Refusal 403 if it is not one
   */
  public void requireOperator() {
    if (!principal().isOperator()) {
      throw new Problem(
              403,
              "not-yours",
              "Only an operator may do this",
              "The token is valid but not an operator's.",
              "Use the token in the file operator-token of the relay's data folder.")
          .refusal();
    }
  }
}
