package org.vigie.signaling.pages;

/** What stands in for a page that the build left out. */
final class NotBuilt {
  static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Vigie</title>
      <h1>Vigie is running</h1>
      <p>Its web pages are not in this build. Build them with <code>mvn -pl web-viewer package</code>,
      or start the relay with <code>./vigie serve</code>, which builds what is missing.</p>
      </html>
      """;

  private NotBuilt() {}
}
