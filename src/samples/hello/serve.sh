# The first process of a container has no default signal handlers: without the trap a stop would take the whole grace time.
trap 'kill "$server"; exit 0' TERM INT
/busybox httpd -f -p "0.0.0.0:$PORT" -h /www &
server=$!
echo "hello listens on port $PORT"
wait "$server"
