package org.vigie.bridge.broken.forward;

import org.slf4j.Logger;

record Logs(Logger logger) {}
