package org.vigie.bridge.ice;

import org.vigie.bridge.udp.Path;

/** What {@link IceLite} wants done; called within {@link IceLite#handle}. */
public interface IceSink {
  /** Send these bytes over this Path; they are valid during the call only. */
  void respond(Path path, byte[] array, int offset, int length);

  /**
   * A check with valid integrity came over this Path. Said for every such check, so that a Path
   * belongs to the Session that proved it last.
   */
  void validated(Path path);

  /** This Path is now the selected one; said when the selection changes. */
  void nominated(Path path);

  /** This Path was the least recently proved of too many and is no longer known. */
  void evicted(Path path);
}
