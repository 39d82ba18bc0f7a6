// The floor under the relay's CPU per packet: the work that cannot be left out, in C, at the load
// test's pace. One camera sends frames of ten packets spread over 40 % of their interval; the relay's
// thread wakes for each, opens it, keeps it, and with a frame's last packet protects all ten for every
// viewer and hands them to the kernel, one segmented datagram a viewer, 32 viewers a call. Viewers
// answer with ten reports a second, which are opened. No sessions, no rewriting, no repair, no timers.
//
// usage: floor VIEWERS SECONDS RELAY_CORE LOAD_CORE
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PACKET = 1042, TAG = 16, WIRE = PACKET + TAG, PER_FRAME = 10, FRAMES_A_SECOND = 30, CALL = 32, REPORT = 90 };
#define SPREAD 0.4
#define REPORTS_A_SECOND 10

typedef struct {
  EVP_CIPHER_CTX *cipher;
  struct sockaddr_in address;
  unsigned char burst[PER_FRAME * WIRE];
} viewer;

static int viewers, seconds, relay_core, load_core, relay_socket, *viewer_sockets;
static struct sockaddr_in relay_address;
static volatile int over;

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void pin(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

static int udp_socket(struct sockaddr_in *address) {
  int s = socket(AF_INET, SOCK_DGRAM, 0), size = 4 << 20;
  setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  setsockopt(s, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bind(s, (struct sockaddr *)address, sizeof *address);
  socklen_t length = sizeof *address;
  getsockname(s, (struct sockaddr *)address, &length);
  return s;
}

static EVP_CIPHER_CTX *new_cipher(void) {
  static const unsigned char key[16] = "a key for nobody";
  EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, NULL);
  return c;
}

static void protect(EVP_CIPHER_CTX *c, long number, unsigned char *packet, int length) {
  unsigned char iv[12] = {0};
  int n;
  memcpy(iv, &number, sizeof number);
  EVP_EncryptInit_ex(c, NULL, NULL, NULL, iv);
  EVP_EncryptUpdate(c, NULL, &n, packet, 12);
  EVP_EncryptUpdate(c, packet + 12, &n, packet + 12, length - 12);
  EVP_EncryptFinal_ex(c, packet + length, &n);
  EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, packet + length);
}

static void send_frame(viewer *all, unsigned char (*frame)[WIRE], long *number) {
  struct mmsghdr messages[CALL];
  struct iovec parts[CALL];
  char control[CALL][CMSG_SPACE(sizeof(uint16_t))];
  for (int first = 0; first < viewers; first += CALL) {
    int count = viewers - first < CALL ? viewers - first : CALL;
    for (int i = 0; i < count; i++) {
      viewer *v = &all[first + i];
      for (int p = 0; p < PER_FRAME; p++) {
        memcpy(v->burst + p * WIRE, frame[p], PACKET);
        protect(v->cipher, ++*number, v->burst + p * WIRE, PACKET);
      }
      parts[i] = (struct iovec){v->burst, sizeof v->burst};
      messages[i].msg_hdr = (struct msghdr){&v->address, sizeof v->address, &parts[i], 1, control[i], sizeof control[i], 0};
      struct cmsghdr *c = CMSG_FIRSTHDR(&messages[i].msg_hdr);
      *c = (struct cmsghdr){CMSG_LEN(sizeof(uint16_t)), SOL_UDP, UDP_SEGMENT};
      *(uint16_t *)CMSG_DATA(c) = WIRE;
    }
    if (sendmmsg(relay_socket, messages, count, 0) != count) perror("sendmmsg");
  }
}

static void *relay(void *unused) {
  (void)unused;
  pin(relay_core);
  viewer *all = calloc(viewers, sizeof *all);
  for (int i = 0; i < viewers; i++) {
    all[i].cipher = new_cipher();
    socklen_t length = sizeof all[i].address;
    getsockname(viewer_sockets[i], (struct sockaddr *)&all[i].address, &length);
  }
  EVP_CIPHER_CTX *incoming = new_cipher();
  static unsigned char room[64][2048], frame[PER_FRAME][WIRE];
  struct mmsghdr messages[64] = {0};
  struct iovec parts[64];
  for (int i = 0; i < 64; i++) {
    parts[i] = (struct iovec){room[i], sizeof room[i]};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  long number = 0, forwarded = 0, wakes = 0;
  int held = 0;
  double start = seconds_of(CLOCK_MONOTONIC) + 2, used = 0;
  int measuring = 0;
  for (;;) {
    double now = seconds_of(CLOCK_MONOTONIC);
    if (!measuring && now >= start) {
      measuring = 1;
      used = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      forwarded = wakes = 0;
    }
    if (now >= start + seconds) break;
    struct pollfd readable = {relay_socket, POLLIN, 0};
    struct timespec wait = {0, 100000000};
    ppoll(&readable, 1, &wait, NULL);
    wakes++;
    int count = recvmmsg(relay_socket, messages, 64, MSG_DONTWAIT, NULL);
    for (int i = 0; i < count; i++) {
      int length = messages[i].msg_len;
      protect(incoming, ++number, room[i], length - TAG);
      if (length == WIRE) {
        memcpy(frame[held++], room[i], WIRE);
        if (held == PER_FRAME) {
          send_frame(all, frame, &number);
          forwarded += (long)viewers * PER_FRAME;
          held = 0;
        }
      }
    }
  }
  used = seconds_of(CLOCK_THREAD_CPUTIME_ID) - used;
  printf("{\"viewers\": %d, \"nanosPerForwarded\": %.0f, \"nanosPerWake\": %.0f, \"wakesPerSecond\": %.0f}\n",
      viewers, used / forwarded * 1e9, used / wakes * 1e9, (double)wakes / seconds);
  over = 1;
  return NULL;
}

static void *drain(void *unused) {
  (void)unused;
  pin(load_core);
  int e = epoll_create1(0);
  for (int i = 0; i < viewers; i++) {
    struct epoll_event event = {EPOLLIN, {.fd = viewer_sockets[i]}};
    epoll_ctl(e, EPOLL_CTL_ADD, viewer_sockets[i], &event);
  }
  static char room[65536];
  struct epoll_event ready[64];
  while (!over) {
    int count = epoll_wait(e, ready, 64, 100);
    for (int i = 0; i < count; i++)
      while (recv(ready[i].data.fd, room, sizeof room, MSG_DONTWAIT) > 0) {}
  }
  return NULL;
}

static void sleep_until(double due) {
  struct timespec t = {(time_t)due, (long)((due - (time_t)due) * 1e9)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void camera_and_reports(void) {
  pin(load_core);
  struct sockaddr_in own;
  int camera = udp_socket(&own), next_viewer = 0;
  static unsigned char packet[WIRE], report[REPORT];
  double slot = SPREAD / FRAMES_A_SECOND / PER_FRAME, report_gap = 1.0 / REPORTS_A_SECOND / viewers;
  double start = seconds_of(CLOCK_MONOTONIC), due = start, report_due = start;
  for (long n = 0; !over;) {
    double wake = due < report_due ? due : report_due;
    sleep_until(wake);
    if (wake == due) {
      sendto(camera, packet, WIRE, 0, (struct sockaddr *)&relay_address, sizeof relay_address);
      n++;
      due = start + (double)(n / PER_FRAME) / FRAMES_A_SECOND + n % PER_FRAME * slot;
    } else {
      sendto(viewer_sockets[next_viewer], report, REPORT, 0, (struct sockaddr *)&relay_address, sizeof relay_address);
      next_viewer = (next_viewer + 1) % viewers;
      report_due += report_gap;
    }
  }
}

int main(int count, char **arguments) {
  if (count != 5 || (viewers = atoi(arguments[1])) < 1 || (seconds = atoi(arguments[2])) < 1) {
    fprintf(stderr, "usage: floor VIEWERS SECONDS RELAY_CORE LOAD_CORE\n");
    return 2;
  }
  relay_core = atoi(arguments[3]);
  load_core = atoi(arguments[4]);
  relay_socket = udp_socket(&relay_address);
  viewer_sockets = calloc(viewers, sizeof *viewer_sockets);
  struct sockaddr_in own;
  for (int i = 0; i < viewers; i++) {
    viewer_sockets[i] = udp_socket(&own);
    int on = 1;
    setsockopt(viewer_sockets[i], SOL_UDP, UDP_GRO, &on, sizeof on);
  }
  pthread_t relaying, draining;
  pthread_create(&relaying, NULL, relay, NULL);
  pthread_create(&draining, NULL, drain, NULL);
  camera_and_reports();
  pthread_join(relaying, NULL);
  pthread_join(draining, NULL);
  return 0;
}
