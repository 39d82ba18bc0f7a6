package org.vigie.signaling.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/** Reads a body without holding a thread for a slow sender, up to a limit. */
final class BodyReader implements Runnable {
  private final Content.Source source;
  private final int limit;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  private BodyReader(Content.Source source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /** Completes with the body, or with a {@link Refusal} 413, or with the connection's failure. */
  static CompletableFuture<byte[]> read(Content.Source source, int limit) {
    BodyReader reader = new BodyReader(source, limit);
    if (source.getLength() > limit) {
      reader.result.completeExceptionally(tooLarge(limit));
    } else {
      reader.run();
    }
    return reader.result;
  }

  @Override
  public void run() {
    while (!result.isDone()) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        result.completeExceptionally(chunk.getFailure());
        return;
      }
      take(chunk);
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer bytes = chunk.getByteBuffer();
    if (collected.size() + bytes.remaining() > limit) {
      chunk.release();
      result.completeExceptionally(tooLarge(limit));
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    collected.writeBytes(copy);
    boolean last = chunk.isLast();
    chunk.release();
    if (last) {
      result.complete(collected.toByteArray());
    }
  }

  private static Refusal tooLarge(int limit) {
    return new Problem(
            413,
            "too-large",
            "The body is too large",
            "The body has more than " + limit + " bytes.",
            "Send at most " + limit + " bytes.")
        .refusal();
  }
}
