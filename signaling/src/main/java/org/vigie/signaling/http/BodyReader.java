package org.vigie.signaling.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body without holding a thread for a slow sender, up to a limit. What goes beyond is read
 * on and thrown away for a while: a client that is still sending when the connection closes never
 * sees the answer that tells it why.
 */
final class BodyReader implements Runnable {
  private static final int DISCARD_AT_MOST = 1024 * 1024;

  private final Content.Source source;
  private final int limit;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private int discarded;

  private BodyReader(Content.Source source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /** Completes with the body, or with a {@link Refusal} 413, or with the connection's failure. */
  static CompletableFuture<byte[]> read(Content.Source source, int limit) {
    BodyReader reader = new BodyReader(source, limit);
    if (source.getLength() > (long) limit + DISCARD_AT_MOST) {
      reader.result.completeExceptionally(tooLarge(limit));
    } else {
      reader.run();
    }
    return reader.result;
  }

  /**
   * Completes when the body is over, or longer than is worth waiting for; with what is no matter.
   */
  static CompletableFuture<byte[]> discard(Content.Source source) {
    return read(source, 0);
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
      take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last || discarded > DISCARD_AT_MOST) {
        complete();
      }
    }
  }

  private void take(ByteBuffer bytes) {
    if (discarded > 0 || collected.size() + bytes.remaining() > limit) {
      discarded += bytes.remaining();
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    collected.writeBytes(copy);
  }

  private void complete() {
    if (discarded > 0) {
      result.completeExceptionally(tooLarge(limit));
    } else {
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
