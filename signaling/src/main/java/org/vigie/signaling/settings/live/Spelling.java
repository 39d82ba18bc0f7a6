package org.vigie.signaling.settings.live;

/** How near two words are, to guess what somebody meant. */
public final class Spelling {
  private Spelling() {}

  /** Whether both end in the same part behind a dot. */
  public static boolean endAlike(String one, String other) {
    return other.endsWith("." + one.substring(one.lastIndexOf('.') + 1));
  }

  /** Levenshtein's distance: letters to put in, take out or change. */
  public static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
