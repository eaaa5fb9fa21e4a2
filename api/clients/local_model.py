"""Serves a GGUF model with llama.cpp in the OpenAI shape until stopped.

Usage: local_model.py MODEL.gguf. Prints the address once it answers.
"""

import signal
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 4096
params.n_parallel = 1
params.cpuparams.n_threads = 1  # more than one waits for the others on a busy machine
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
