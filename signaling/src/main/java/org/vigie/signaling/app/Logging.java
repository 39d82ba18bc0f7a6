package org.vigie.signaling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log goes to stderr. The configuration is not at the root of the class path, where it would
 * overrule that of a host that only mounts the handler.
 */
final class Logging {
  private Logging() {}

  /** Sets the log up, unless {@code -Dlogback.configurationFile} names another configuration. */
  static void start() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    URL packaged = Logging.class.getResource("logback.xml");
    if (System.getProperty("logback.configurationFile") != null
        || packaged == null
        || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(packaged);
    } catch (JoranException e) {
      throw new IllegalStateException("the packaged logback.xml is wrong", e);
    }
  }

  /** Sets the least important level that is written. */
  static void level(String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
    }
  }
}
