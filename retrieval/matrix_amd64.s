#include "textflag.h"

// func dotRowsAVX2(rows *int8, q *int16, stride, n int, out *int32)
//
// Each step widens 32 bytes of a row to 16 bits, multiplies them by the query
// and adds neighbours into 32-bit sums (VPMADDWD). VZEROUPPER at the end keeps
// the scalar code that follows fast.
TEXT ·dotRowsAVX2(SB), NOSPLIT, $0-40
	MOVQ rows+0(FP), SI
	MOVQ q+8(FP), DI
	MOVQ stride+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ out+32(FP), R8

row:
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	XORQ  AX, AX

step:
	VPMOVSXBW (SI)(AX*1), Y2
	VPMOVSXBW 16(SI)(AX*1), Y3
	VPMADDWD  (DI)(AX*2), Y2, Y2
	VPMADDWD  32(DI)(AX*2), Y3, Y3
	VPADDD    Y2, Y0, Y0
	VPADDD    Y3, Y1, Y1
	ADDQ      $32, AX
	CMPQ      AX, DX
	JLT       step

	VPADDD       Y1, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0x4E, X0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0xB1, X0, X1
	VPADDD       X1, X0, X0
	VMOVD        X0, (R8)

	ADDQ DX, SI
	ADDQ $4, R8
	DECQ CX
	JNZ  row

	VZEROUPPER
	RET
