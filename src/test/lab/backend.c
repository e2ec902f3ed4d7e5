// Test backend: one process = one instance of an app. Thread per connection. Built by dev.slipway.lab.load.Backend.
//   backend -a app -r release -p port[-port2] [-b bindaddr] [-u unixpath] [-g grace_ms] [-l postlog]
// Without -r, release is the host's name: in a container, which instance it is. -l /dev/stdout leaves the ids in the log.
// -s: serves in a child process, and in another one when that has ended.
// With a port range, app is "<app><index>" per port (index from 0): one process plays N apps.
// SIGTERM: -g 0 (default) = exit at once (in-flight requests are cut: the app that has no signal handler);
//          -k ms = close idle keep-alive connections after ms (Node closes after 5 s)
//          -g N  = stop accepting, close idle connections, let in-flight ones finish up to N ms, exit.
// GET /            small body "app=.. rel=.. pid=.. host=.. xff=.. xfp=..\n"
// GET /slow?ms=    one answer after ms
// GET /stream?ms=&bytes=   Content-Length body sent evenly over ms  (byte i = 'a'+i%26)
// GET /bytes?n=    n bytes at once
// POST /*          reads the body (length or chunked), answers "bytes=N fnv=HEX id=..", appends X-Req-Id to postlog
// GET /ws          WebSocket echo
// GET /hdr         echoes the request head
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <stdint.h>
#include <errno.h>
#include <signal.h>
#include <pthread.h>
#include <fcntl.h>
#include <time.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sys/un.h>
#include <sys/epoll.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
static char APP[128]="app", REL[128]; static int IDLE=0; static int P1,P2,GRACE=0,POSTLOG=-1; static volatile int stopping; static volatile int inflight, nconn;
static void msleep(long ms){struct timespec t={ms/1000,(ms%1000)*1000000L};nanosleep(&t,0);}
typedef struct{int fd;int idx;}carg;
typedef struct{int fd;char b[16384];int n,o;}rd;
static int fill(rd*r,int idle){ long waited=0;
  if(r->o<r->n) return r->n-r->o; r->o=r->n=0;
  for(;;){ struct pollfd p={r->fd,POLLIN,0}; int sl=IDLE&&idle&&IDLE<200?IDLE:200; int k=poll(&p,1,sl);
    if(k<0&&errno!=EINTR) return -1;
    if(k==0){ waited+=sl; if(idle&&(stopping||(IDLE&&waited>=IDLE))) return 0; continue; }
    if(k>0){ int g=read(r->fd,r->b,sizeof r->b); if(g<=0) return g; r->n=g; return g; } } }
static int getc_(rd*r,int idle){ if(r->o>=r->n){int k=fill(r,idle); if(k<=0) return -1;} return (unsigned char)r->b[r->o++]; }
static int wall(int fd,const void*p,long n){const char*c=p;while(n>0){int k=send(fd,c,n,MSG_NOSIGNAL);if(k<0){if(errno==EINTR)continue;return -1;}c+=k;n-=k;}return 0;}
static const char*hdr(const char*h,const char*name,char*out,int on){ // case-insensitive header value
  int l=strlen(name); out[0]=0; for(const char*p=strstr(h,"\r\n");p;p=strstr(p+2,"\r\n")){ p+=0; const char*q=p+2; if(!strncasecmp(q,name,l)&&q[l]==':'){q+=l+1;while(*q==' ')q++;int i=0;while(*q&&*q!='\r'&&i<on-1)out[i++]=*q++;out[i]=0;return out;} } return 0;}
static long qnum(const char*path,const char*k,long d){char t[32];snprintf(t,32,"%s=",k);const char*p=strstr(path,t);return p?atol(p+strlen(t)):d;}
// sha1
static void sha1(const unsigned char*d,size_t n,unsigned char o[20]){uint32_t h[5]={0x67452301,0xEFCDAB89,0x98BADCFE,0x10325476,0xC3D2E1F0};size_t t=((n+8)/64+1)*64;unsigned char*m=calloc(1,t);memcpy(m,d,n);m[n]=0x80;uint64_t bl=n*8;for(int i=0;i<8;i++)m[t-1-i]=bl>>(8*i);
 for(size_t c=0;c<t;c+=64){uint32_t w[80];for(int i=0;i<16;i++)w[i]=m[c+i*4]<<24|m[c+i*4+1]<<16|m[c+i*4+2]<<8|m[c+i*4+3];
#define R(x,k)(((x)<<(k))|((x)>>(32-(k))))
 for(int i=16;i<80;i++)w[i]=R(w[i-3]^w[i-8]^w[i-14]^w[i-16],1);uint32_t a=h[0],b=h[1],cc=h[2],dd=h[3],e=h[4];for(int i=0;i<80;i++){uint32_t f,k;if(i<20){f=(b&cc)|(~b&dd);k=0x5A827999;}else if(i<40){f=b^cc^dd;k=0x6ED9EBA1;}else if(i<60){f=(b&cc)|(b&dd)|(cc&dd);k=0x8F1BBCDC;}else{f=b^cc^dd;k=0xCA62C1D6;}uint32_t x=R(a,5)+f+e+k+w[i];e=dd;dd=cc;cc=R(b,30);b=a;a=x;}h[0]+=a;h[1]+=b;h[2]+=cc;h[3]+=dd;h[4]+=e;}
 for(int i=0;i<5;i++){o[i*4]=h[i]>>24;o[i*4+1]=h[i]>>16;o[i*4+2]=h[i]>>8;o[i*4+3]=h[i];}free(m);}
static void b64(const unsigned char*d,int n,char*o){static const char*T="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";int j=0;for(int i=0;i<n;i+=3){int v=d[i]<<16|(i+1<n?d[i+1]<<8:0)|(i+2<n?d[i+2]:0);o[j++]=T[v>>18];o[j++]=T[v>>12&63];o[j++]=i+1<n?T[v>>6&63]:'=';o[j++]=i+2<n?T[v&63]:'=';}o[j]=0;}
static int resp(int fd,const char*app,int code,const char*body,int bl,int close){char h[512];int n=snprintf(h,sizeof h,"HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nX-App: %s\r\nX-Rel: %s\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n",code,code==200?"OK":"Error",app,REL,bl,close?"close":"keep-alive");char*m=malloc(n+bl);memcpy(m,h,n);memcpy(m+n,body,bl);int r=wall(fd,m,n+bl);free(m);return r;}
static int ws(rd*r,const char*app,const char*head){char k[128];if(!hdr(head,"Sec-WebSocket-Key",k,80))return -1;strcat(k,"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");unsigned char s[20];sha1((unsigned char*)k,strlen(k),s);char a[40];b64(s,20,a);char h[512];int n=snprintf(h,512,"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-App: %s\r\nX-Rel: %s\r\nSec-WebSocket-Accept: %s\r\n\r\n",app,REL,a);if(wall(r->fd,h,n))return -1;
 for(;;){int c=getc_(r,0);if(c<0)return -1;int op=c&15;int l=getc_(r,0);if(l<0)return -1;int msk=l&128;long len=l&127;if(len==126){len=getc_(r,0)<<8;len|=getc_(r,0);}else if(len==127)return -1;unsigned char mk[4]={0};if(msk)for(int i=0;i<4;i++)mk[i]=getc_(r,0);unsigned char*p=malloc(len+4);for(long i=0;i<len;i++){int x=getc_(r,0);if(x<0){free(p);return -1;}p[4+i]=x^mk[i&3];}
  unsigned char*o=p+4;int hl;unsigned char hh[4]={0x80|(op==9?10:op),0,0,0};if(len<126){hh[1]=len;hl=2;}else{hh[1]=126;hh[2]=len>>8;hh[3]=len;hl=4;}memcpy(o-hl,hh,hl);int e=wall(r->fd,o-hl,len+hl);free(p);if(e)return -1;if(op==8)return -1;}}
static void*conn(void*v){carg*ca=v;int fd=ca->fd;char app[160];if(P2>P1)snprintf(app,160,"%s%d",APP,ca->idx);else strcpy(app,APP);free(ca);__sync_fetch_and_add(&nconn,1);
 int one=1;setsockopt(fd,IPPROTO_TCP,TCP_NODELAY,&one,sizeof one);rd*r=calloc(1,sizeof*r);r->fd=fd;char*head=malloc(16384);
 for(;;){int n=0,st=0;int k=fill(r,1);if(k<=0)break;__sync_fetch_and_add(&inflight,1);int bad=0;
  while(st<4){int c=getc_(r,0);if(c<0||n>=16000){bad=1;break;}head[n++]=c;if((st%2==0&&c=='\r')||(st%2==1&&c=='\n'))st++;else st=(c=='\r');}
  head[n]=0;if(bad){__sync_fetch_and_sub(&inflight,1);break;}
  char m[16],path[2048];if(sscanf(head,"%15s %2047s",m,path)!=2){__sync_fetch_and_sub(&inflight,1);break;}
  char t[1024],xh[256],xf[512],xp[64];int close=(hdr(head,"Connection",t,1024)&&!strcasecmp(t,"close"))||strstr(head,"HTTP/1.0\r\n");
  hdr(head,"Host",xh,256);hdr(head,"X-Forwarded-For",xf,512);hdr(head,"X-Forwarded-Proto",xp,64);int e=0;
  if(hdr(head,"Expect",t,64)&&!strncasecmp(t,"100",3))wall(fd,"HTTP/1.1 100 Continue\r\n\r\n",25);
  if(!strcmp(m,"POST")||!strcmp(m,"PUT")||!strcmp(m,"PATCH")){ uint64_t f=1469598103934665603ULL;long tot=0;int ok=1;
   if(hdr(head,"Transfer-Encoding",t,64)&&!strcasecmp(t,"chunked")){for(;;){char ln[64];int i=0,c;while((c=getc_(r,0))>=0&&c!='\n')if(i<60)ln[i++]=c;ln[i]=0;if(c<0){ok=0;break;}long cl=strtol(ln,0,16);for(long q=0;q<cl;q++){c=getc_(r,0);if(c<0){ok=0;break;}f=(f^c)*1099511628211ULL;tot++;}getc_(r,0);getc_(r,0);if(!ok||cl==0)break;}}
   else{long cl=hdr(head,"Content-Length",t,64)?atol(t):0;for(long q=0;q<cl;q++){int c=getc_(r,0);if(c<0){ok=0;break;}f=(f^c)*1099511628211ULL;tot++;}}
   if(!ok){__sync_fetch_and_sub(&inflight,1);break;}
   char id[128];hdr(head,"X-Req-Id",id,128);if(POSTLOG>=0&&id[0]){char l[300];int q=snprintf(l,300,"%s %s\n",id,REL);if(write(POSTLOG,l,q)){}}
   long ms=qnum(path,"ms",0);if(ms)msleep(ms);
   char b[256];int bl=snprintf(b,256,"app=%s rel=%s bytes=%ld fnv=%016llx id=%s\n",app,REL,tot,(unsigned long long)f,id);e=resp(fd,app,200,b,bl,close||stopping);
  }else if(!strncmp(path,"/ws",3)){ws(r,app,head);e=1;}
  else if(!strncmp(path,"/hdr",4)){e=resp(fd,app,200,head,n,close||stopping);}
  else if(!strncmp(path,"/status",7)){e=resp(fd,app,qnum(path,"c",503),"err\n",4,close||stopping);}
  else if(!strncmp(path,"/stream",7)||!strncmp(path,"/bytes",6)){long ms=qnum(path,"ms",0),by=path[1]=='b'?qnum(path,"n",1000):qnum(path,"bytes",300000);char h[300];int q=snprintf(h,300,"HTTP/1.1 200 OK\r\nX-App: %s\r\nX-Rel: %s\r\nContent-Length: %ld\r\n%s\r\n",app,REL,by,close?"Connection: close\r\n":"");e=wall(fd,h,q);
   long steps=ms?ms/100:1;if(steps<1)steps=1;long done=0;char*buf=malloc(65536);for(long s=1;s<=steps&&!e;s++){long to=by*s/steps;while(done<to&&!e){long c=to-done>65536?65536:to-done;for(long i=0;i<c;i++)buf[i]='a'+(done+i)%26;e=wall(fd,buf,c);done+=c;}if(ms&&s<steps)msleep(100);}free(buf);}
  else{long ms=qnum(path,"ms",0);if(ms)msleep(ms);char b[2048];int bl=snprintf(b,2048,"app=%s rel=%s pid=%d host=%s xff=%s xfp=%s\n",app,REL,getpid(),xh,xf,xp);e=resp(fd,app,200,b,bl,close||stopping);}
  __sync_fetch_and_sub(&inflight,1);if(e||close||stopping)break;}
 close(fd);free(r);free(head);__sync_fetch_and_sub(&nconn,1);return 0;}
static void term(int s){if(!GRACE)_exit(0);stopping=1;}
int main(int c,char**v){char bind_[64]="127.0.0.1",*un=0;int o,again=0;while((o=getopt(c,v,"a:r:p:b:u:g:l:k:s"))>0){if(o=='a')strcpy(APP,optarg);if(o=='r')strcpy(REL,optarg);if(o=='p'){if(sscanf(optarg,"%d-%d",&P1,&P2)<2)P2=P1;}if(o=='b')strcpy(bind_,optarg);if(o=='u')un=optarg;if(o=='g')GRACE=atoi(optarg);if(o=='k')IDLE=atoi(optarg);if(o=='s')again=1;if(o=='l')POSTLOG=open(optarg,O_WRONLY|O_CREAT|O_APPEND,0644);}
 while(again&&fork())wait(0);
 if(!REL[0])gethostname(REL,sizeof REL-1);
 signal(SIGPIPE,SIG_IGN);struct sigaction sa={.sa_handler=term};sigaction(SIGTERM,&sa,0);sigaction(SIGINT,&sa,0);int ep=epoll_create1(0);int N=un?1:P2-P1+1;int*ls=malloc(N*sizeof(int));
 for(int i=0;i<N;i++){if(un){ls[i]=socket(AF_UNIX,SOCK_STREAM,0);struct sockaddr_un a={.sun_family=AF_UNIX};strcpy(a.sun_path,un);unlink(un);if(bind(ls[i],(void*)&a,sizeof a)){perror("bind");return 1;}}
  else{ls[i]=socket(AF_INET,SOCK_STREAM,0);int one=1;setsockopt(ls[i],SOL_SOCKET,SO_REUSEADDR,&one,4);struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(P1+i)};inet_pton(AF_INET,bind_,&a.sin_addr);if(bind(ls[i],(void*)&a,sizeof a)){perror("bind");return 1;}}
  listen(ls[i],4096);fcntl(ls[i],F_SETFL,O_NONBLOCK);struct epoll_event e={EPOLLIN,{.u32=i}};epoll_ctl(ep,EPOLL_CTL_ADD,ls[i],&e);}
 pthread_attr_t at;pthread_attr_init(&at);pthread_attr_setstacksize(&at,131072);pthread_attr_setdetachstate(&at,PTHREAD_CREATE_DETACHED);
 while(!stopping){struct epoll_event ev[64];int k=epoll_wait(ep,ev,64,100);for(int i=0;i<k;i++){int x=ev[i].data.u32;for(;;){int fd=accept4(ls[x],0,0,SOCK_CLOEXEC);if(fd<0)break;carg*a=malloc(sizeof*a);a->fd=fd;a->idx=x;pthread_t t;if(pthread_create(&t,&at,conn,a)){close(fd);free(a);}}}}
 for(int i=0;i<N;i++)close(ls[i]);if(un)unlink(un);long left=GRACE;while(left>0&&(nconn>0)){msleep(20);left-=20;}return 0;}
