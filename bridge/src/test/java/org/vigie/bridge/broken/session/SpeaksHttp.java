package org.vigie.bridge.broken.session;

import java.net.http.HttpClient;

record SpeaksHttp(HttpClient client) {}
