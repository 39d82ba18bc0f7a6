package org.vigie.signaling.pages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.EntityTags;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/**
 * Serves the pages and their assets from the class path. Assets with a hash in their name never
 * change; all else is checked again at every visit.
 */
public final class Pages {
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String CHECKED = "no-cache";

  /** As Vite names them: {@code watch-DQ0tvKuF.js}, but {@code vigie-player.js} for other pages. */
  private static final Pattern HASHED =
      Pattern.compile(".*-(?=[^.]*[A-Z0-9_-])[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

  private static final String BASE = "<base href=\"/\" />";

  /** No dot begins a segment, so nothing leads out of the folder. */
  private static final Pattern ASSET =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,3}");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("map", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/vnd.microsoft.icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private final WebFiles files;

  /** Serves these files. */
  public Pages(WebFiles files) {
    this.files = files;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/", Access.OPEN, call -> page(call, "index.html")),
        Route.of("GET", "/watch/{camera}", Access.OPEN, call -> page(call, "watch.html")),
        Route.of("GET", "/camera", Access.OPEN, call -> page(call, "camera.html")),
        Route.of("GET", "/ops", Access.OPEN, call -> page(call, "ops.html")),
        Route.of("GET", "/assets/{file*}", Access.OPEN, this::asset));
  }

  private Reply page(Call call, String name) {
    String html =
        files
            .read(name)
            .map(file -> StandardCharsets.UTF_8.decode(file.content().slice()).toString())
            .orElse(NotBuilt.PAGE);
    byte[] body =
        html.replace(BASE, "<base href=\"" + escaped(call.mount()) + "/\" />")
            .getBytes(StandardCharsets.UTF_8);
    return cached(
        call, "text/html; charset=utf-8", ByteBuffer.wrap(body), WebFiles.etag(body), CHECKED);
  }

  private Reply asset(Call call) {
    String name = call.parameter("file");
    Optional<WebFiles.WebFile> file =
        ASSET.matcher(name).matches() ? files.read("assets/" + name) : Optional.empty();
    return file.map(found -> asset(call, name, found)).orElseGet(() -> missing().reply());
  }

  /** Pages of other origins may load the player: a module script is asked for with CORS. */
  private static Reply asset(Call call, String name, WebFiles.WebFile file) {
    return cached(call, type(name), file.content(), file.etag(), caching(name))
        .with("Access-Control-Allow-Origin", "*");
  }

  /** How long browsers may keep an asset of this name. */
  static String caching(String name) {
    return HASHED.matcher(name).matches() ? FOREVER : CHECKED;
  }

  private static Reply cached(
      Call call, String type, ByteBuffer body, String etag, String cacheControl) {
    boolean known = EntityTags.of(call.headers(), HttpHeader.IF_NONE_MATCH).matchWeakly(etag);
    Reply reply = known ? Reply.empty(304) : Reply.bytes(200, type, body);
    return reply.with(HttpHeader.ETAG, etag).with(HttpHeader.CACHE_CONTROL, cacheControl);
  }

  private static String type(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /** The mount point is the host's own word, but it goes into HTML. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static Problem missing() {
    return new Problem(
        404,
        "unknown-asset",
        "There is no such file",
        "The web pages have no such file.",
        "Reload the page: the relay may have been updated.");
  }
}
